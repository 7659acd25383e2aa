/** The local stack's keys, and the tokens signed with them. */
@NullMarked
package dev.lifeline.cli.auth;

import org.jspecify.annotations.NullMarked;
