package dev.lifeline.e2e.stack;

import java.net.URI;

/** A gateway beside a stack's own. */
public final class OtherGateway implements AutoCloseable {

    private final Service service;

    OtherGateway(Service service) {
        this.service = service;
    }

    public URI uri() {
        return service.uri();
    }

    /** SIGKILL, as a crash would be; returns when it is gone. */
    public void kill() {
        service.kill();
    }

    @Override
    public void close() {
        service.close();
    }
}
