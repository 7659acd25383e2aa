/** The gateway under measurement, and the issuer it trusts. */
@NullMarked
package dev.lifeline.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
