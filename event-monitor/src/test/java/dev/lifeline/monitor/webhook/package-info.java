/** Tests of the webhook. */
@NullMarked
package dev.lifeline.monitor.webhook;

import org.jspecify.annotations.NullMarked;
