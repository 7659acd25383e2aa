/** The contract's schemas in a schema registry. */
@NullMarked
package dev.lifeline.cli.schemas;

import org.jspecify.annotations.NullMarked;
