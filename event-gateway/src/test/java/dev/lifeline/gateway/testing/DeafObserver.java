package dev.lifeline.gateway.testing;

import dev.lifeline.gateway.log.LogObserver;

/** Hears of nothing. */
public final class DeafObserver implements LogObserver {

    @Override
    public void read(Mode mode, long bytes) {}

    @Override
    public void pageAsked(boolean inMemory) {}

    @Override
    public void reading(int chunks, int pages) {}

    @Override
    public void kept(long bytes) {}

    @Override
    public void withoutBeats(int partitions) {}
}
