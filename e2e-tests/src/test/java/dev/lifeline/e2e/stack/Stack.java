package dev.lifeline.e2e.stack;

import java.net.URI;

/** A running Lifeline, as its clients and operators meet it. */
public interface Stack extends AutoCloseable {

    URI gateway();

    URI executor();

    URI monitor();

    /** Where the broker is, as seen from the tests. */
    String bootstrapServers();

    /** A token for that user of the default tenant. */
    String token(String user);

    String operatorToken();

    /** SIGKILL, as a crash would be; returns when the gateway is gone. */
    void killGateway();

    /** Starts the killed gateway again; returns when it is ready. */
    void startGateway();

    @Override
    void close();
}
