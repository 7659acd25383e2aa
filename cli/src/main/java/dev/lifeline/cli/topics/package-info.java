/** Creates Lifeline's topics in a Kafka cluster. */
@NullMarked
package dev.lifeline.cli.topics;

import org.jspecify.annotations.NullMarked;
