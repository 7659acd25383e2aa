package dev.lifeline.gateway.log;

import org.apache.kafka.common.Uuid;

/**
 * Which log this is.
 *
 * @param topicId of {@code agent.events}: another cluster's, or a recreated one's, is another
 * @param partitions of the topics keyed by user
 */
public record LogIdentity(Uuid topicId, int partitions) {}
