/** The contract between Lifeline's services and everyone who reads its topics. */
@NullMarked
package dev.lifeline.schemas;

import org.jspecify.annotations.NullMarked;
