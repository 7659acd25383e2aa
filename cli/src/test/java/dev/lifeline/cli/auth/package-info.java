/** Checks tokens as a service would. */
@NullMarked
package dev.lifeline.cli.auth;

import org.jspecify.annotations.NullMarked;
