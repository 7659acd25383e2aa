/** Where model turns come from: an OpenAI-compatible endpoint, or a script. */
@NullMarked
package dev.lifeline.executor.model;

import org.jspecify.annotations.NullMarked;
