/** Puts the plain parts together and hands them to the framework. */
@NullMarked
package dev.lifeline.gateway.wiring;

import org.jspecify.annotations.NullMarked;
