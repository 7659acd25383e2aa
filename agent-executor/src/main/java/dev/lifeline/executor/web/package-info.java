/** What the executor shows over HTTP: its agents, its partitions, its health. */
@NullMarked
package dev.lifeline.executor.web;

import org.jspecify.annotations.NullMarked;
