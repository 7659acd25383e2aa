/** Many users at several gateways: who writes to them, who watches, and what it comes to. */
@NullMarked
package dev.lifeline.e2e.fleet;

import org.jspecify.annotations.NullMarked;
