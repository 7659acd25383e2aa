/** Where the schemas of records are made known, and found: a schema registry, a Kafka topic. */
@NullMarked
package dev.lifeline.schemas.registry;

import org.jspecify.annotations.NullMarked;
