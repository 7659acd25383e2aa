package dev.lifeline.gateway.receipt;

import java.util.concurrent.CompletableFuture;

/** Puts receipts into agent.deliveries; called by one thread, which it may keep for a moment. */
interface ReceiptSender extends AutoCloseable {

    /**
     * Sends a receipt.
     *
     * @return done once the brokers have it for good
     */
    CompletableFuture<Void> send(Receipt receipt);

    @Override
    void close();
}
