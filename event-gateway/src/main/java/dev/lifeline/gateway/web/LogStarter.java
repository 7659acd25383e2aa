package dev.lifeline.gateway.web;

import dev.lifeline.gateway.log.LogConnection;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Begins to read the log when the service starts. */
@Singleton
final class LogStarter {

    void start(@Observes StartupEvent started, LogConnection log) {
        log.start();
    }
}
