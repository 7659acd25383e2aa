package dev.lifeline.gateway.runs;

import dev.lifeline.schemas.UserKey;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.Headers;

/** Puts commands into agent.commands. */
public interface CommandSender {

    /**
     * Sends a command.
     *
     * @return done once the brokers have it for good
     */
    CompletionStage<Void> send(UserKey user, int partition, Headers headers, byte[] command);
}
