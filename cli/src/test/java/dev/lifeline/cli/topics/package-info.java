/** Checks what is made of topics: the decisions here, commands on real brokers one package up. */
@NullMarked
package dev.lifeline.cli.topics;

import org.jspecify.annotations.NullMarked;
