/** Users who must not see each other, and what they try. */
@NullMarked
package dev.lifeline.e2e.isolation;

import org.jspecify.annotations.NullMarked;
