package dev.lifeline.cli.stream;

/** What a WebSocket brings: text until it ends, one way or the other. */
sealed interface Arrival {

    record Text(String text) implements Arrival {}

    record Closed(int code, String reason) implements Arrival {}

    record Broken(Throwable cause) implements Arrival {}
}
