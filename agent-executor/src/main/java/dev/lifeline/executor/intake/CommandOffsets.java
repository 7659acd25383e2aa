package dev.lifeline.executor.intake;

import java.util.TreeSet;

/** Which commands of one partition are settled: the committed offset is the lowest that is not. */
final class CommandOffsets {

    private final TreeSet<Long> unsettled = new TreeSet<>();
    private long next;

    /**
     * @param next offset of the next command to be read
     */
    CommandOffsets(long next) {
        this.next = next;
    }

    synchronized void read(long offset) {
        unsettled.add(offset);
        next = offset + 1;
    }

    /** The command's effect is durable. */
    synchronized void settle(long offset) {
        unsettled.remove(offset);
    }

    /** What a successor must read from. */
    synchronized long committable() {
        return unsettled.isEmpty() ? next : unsettled.first();
    }
}
