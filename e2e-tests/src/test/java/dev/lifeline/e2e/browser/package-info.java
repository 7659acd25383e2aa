/** A headless Chromium, driven over its DevTools protocol. */
@NullMarked
package dev.lifeline.e2e.browser;

import org.jspecify.annotations.NullMarked;
