package dev.lifeline.local;

import java.util.List;

/** A broker that did not become ready, with the end of its log. */
public final class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerStartException(String reason, JavaProcess process, List<String> logTail) {
        super(
                "The Kafka broker %s. The end of its log, %s:%n%s"
                        .formatted(reason, process.log().path(), String.join("\n", logTail)));
    }
}
