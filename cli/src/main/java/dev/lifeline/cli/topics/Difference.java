package dev.lifeline.cli.topics;

/** One thing in which a cluster's topics are not as wanted, and what becomes of it. */
sealed interface Difference {

    String topic();

    /** The topic is not there, and will be created. */
    record Missing(TopicShape wanted) implements Difference {
        @Override
        public String topic() {
            return wanted.name();
        }
    }

    /** The topic's setting will be set; no record suffers from it. */
    record Change(String topic, String setting, String there, String wanted)
            implements Difference {}

    /**
     * It stays as it is, and so does all else: aligning it would lose records, or move them.
     *
     * @param reason why, and what to do, in whole sentences
     */
    record Refusal(String topic, String setting, String there, String wanted, String reason)
            implements Difference {}
}
