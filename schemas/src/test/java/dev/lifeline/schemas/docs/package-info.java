/** Makes and checks the documents in {@code docs/} that other teams build on. */
@NullMarked
package dev.lifeline.schemas.docs;

import org.jspecify.annotations.NullMarked;
