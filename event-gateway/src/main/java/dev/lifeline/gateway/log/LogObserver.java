package dev.lifeline.gateway.log;

/** Hears of what is read of the log, for measurements. Called from many threads. */
public interface LogObserver {

    /** Why something is read. */
    enum Mode {
        LIVE,
        HISTORY
    }

    /** That many bytes of records have been read, as Kafka's own consumer counts them. */
    void read(Mode mode, long bytes);

    /** A page of history was asked for; what it needs was in memory, or has to be read. */
    void pageAsked(boolean inMemory);

    /**
     * What is going on now.
     *
     * @param chunks that are being read
     * @param pages that wait for one
     */
    void reading(int chunks, int pages);

    /** From that many of the followed partitions no owner's beat comes. */
    void withoutBeats(int partitions);

    /** The chunks in memory occupy about that many bytes now. */
    void kept(long bytes);
}
