package dev.lifeline.executor.log;

/** Keeps a partition from being given away, until it is closed. */
@FunctionalInterface
public interface Hold extends AutoCloseable {

    @Override
    void close();
}
