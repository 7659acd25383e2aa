package dev.lifeline.benchmarks.announce;

/** One of the two that are compared: writes an event and returns when it has been read back. */
interface Side extends AutoCloseable {

    /**
     * Announces one event.
     *
     * @param writer one of the concurrent writers, from 0; it has no other event under way
     */
    void announce(int writer);

    @Override
    void close();
}
