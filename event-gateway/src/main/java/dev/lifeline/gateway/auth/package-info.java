/** Who is calling, according to the token. */
@NullMarked
package dev.lifeline.gateway.auth;

import org.jspecify.annotations.NullMarked;
