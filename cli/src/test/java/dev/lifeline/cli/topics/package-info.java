/** Checks provisioning on a real broker. */
@NullMarked
package dev.lifeline.cli.topics;

import org.jspecify.annotations.NullMarked;
