/** What drills are made of: seeds, plans for runs, executors to harm, and what must hold after. */
@NullMarked
package dev.lifeline.e2e.drills;

import org.jspecify.annotations.NullMarked;
