package dev.lifeline.gateway.receipt;

/** Hears what becomes of receipts, for measurements. Called from any thread. */
public interface ReceiptObserver {

    /** What became of a receipt. */
    enum Outcome {
        /** Kafka has it. */
        SENT,
        /** Kafka did not take it in time; it is sent again, unless a newer one takes its place. */
        RETRIED,
        /** Too many were waiting. */
        DROPPED
    }

    void receipt(Outcome outcome);
}
