/** Where the project is, and where the local stack keeps its files. */
@NullMarked
package dev.lifeline.cli.workspace;

import org.jspecify.annotations.NullMarked;
