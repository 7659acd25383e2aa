package dev.lifeline.gateway.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The gateway's settings. Durations are ISO-8601 or like {@code 10s}, sizes like {@code 256K}. */
@ConfigMapping(prefix = "lifeline.gateway")
public interface GatewayConfig {

    /** This gateway's name in records and logs; the host's name unless given. */
    Optional<String> id();

    /**
     * Where users reach the gateways, as {@code https://host}; what a call itself was sent to
     * unless given.
     */
    Optional<URI> publicUrl();

    /** Origins, beside its own, whose pages may open a WebSocket, as {@code https://host:port}. */
    Optional<List<String>> allowedOrigins();

    /** After how long without another frame a heartbeat is sent. */
    @WithDefault("10s")
    Duration heartbeat();

    /** How long a client may be silent, pings unanswered, before it counts as gone. */
    @WithDefault("20s")
    Duration clientSilence();

    /** How old an issuer's keys may get before they are fetched anew from its JWKS address. */
    @WithDefault("5m")
    Duration keysRefresh();

    /** Over how long the connections are told to go when the gateway shuts down. */
    @WithDefault("3s")
    Duration drain();

    /** How long to wait for Kafka before a call is answered with 503. */
    @WithDefault("5s")
    Duration kafkaTimeout();

    Limits limits();

    Reader reader();

    RunTable runs();

    /** What a user may ask for. */
    interface Limits {

        /** Longest input of a run, in UTF-8 bytes. */
        @WithDefault("64K")
        MemorySize input();

        /** Longest deadline of a run. */
        @WithDefault("15m")
        Duration deadline();

        /** How far a given runId's time may be from now. */
        @WithDefault("5m")
        Duration runIdAge();

        /** How many calls that do something one user may make in a second, for good. */
        @WithDefault("20")
        int callsPerSecond();

        /** How many such calls one user may make at once. */
        @WithDefault("100")
        int callsBurst();

        /** How many frames one client may send in a second, for good. */
        @WithDefault("50")
        int framesPerSecond();

        /** How many frames one client may send at once. */
        @WithDefault("200")
        int framesBurst();

        /** Most streams of one user, whatever carries them. */
        @WithDefault("32")
        int connectionsPerUser();

        /** Longest frame that a client may send; longer ones get an error frame. */
        @WithDefault("64K")
        MemorySize inboundFrame();

        /** What may wait to be sent on one connection before it is read no further for. */
        @WithDefault("256K")
        MemorySize outboundQueue();
    }

    /** How the event log is read. */
    interface Reader {

        /** Memory for the newest records of each partition in use. */
        @WithDefault("2M")
        MemorySize ring();

        /** One user's bytes in one page of history. */
        @WithDefault("256K")
        MemorySize page();

        /** What is read of a partition at once, for all who wait for it. */
        @WithDefault("1M")
        MemorySize chunk();

        /** Memory for what was read last of history, for all partitions. */
        @WithDefault("64M")
        MemorySize chunkCache();

        /** How many partitions' history is read at once. */
        @WithDefault("4")
        int chunksAtOnce();

        /** Most bytes of history that are read from Kafka in a second; 0 for no bound. */
        @WithDefault("64M")
        MemorySize historyRate();

        /** Consumers that look up runs and owners in the log. */
        @WithDefault("2")
        int historyReaders();

        /** How long a partition is followed after its last listener has left. */
        @WithDefault("1m")
        Duration linger();
    }

    /** What is kept of the run table. */
    interface RunTable {

        /** Memory for the rows of each partition in use; the oldest give way. */
        @WithDefault("8M")
        MemorySize table();

        /** How far back the table is read; events are kept no longer. */
        @WithDefault("7d")
        Duration age();

        /** How long a partition's table is kept after it was last asked for. */
        @WithDefault("5m")
        Duration linger();
    }
}
