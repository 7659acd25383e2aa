/** The published documents as a measure: what tests receive is held against them. */
@NullMarked
package dev.lifeline.schemas.contract;

import org.jspecify.annotations.NullMarked;
