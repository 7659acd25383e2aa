/** The demonstration: the whole pipeline, broken on purpose and mended. */
@NullMarked
package dev.lifeline.cli.demo;

import org.jspecify.annotations.NullMarked;
