package dev.lifeline.gateway.stream;

/** What carries a stream to its user. Called on the stream's own executor only. */
public interface Sink {

    /**
     * Whether there is room. While there is none nothing is written but what ends the stream; when
     * there is again, the carrier calls {@link Subscription#pump()}.
     */
    boolean writable();

    void write(Frame frame);

    /** Most events in one frame while catching up. */
    default int batch() {
        return 64;
    }

    /** The run that was asked for has ended, and its last event has been written. */
    void completed();
}
