/** What the monitor knows of a run and how it judges it: plain rules without Kafka or Quarkus. */
@NullMarked
package dev.lifeline.monitor.run;

import org.jspecify.annotations.NullMarked;
