package dev.lifeline.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Waits until a broker has said that it is ready, or says why it will not be. */
final class BrokerReadiness {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final int LINES_SHOWN = 30;

    private final JavaProcess process;
    private final Instant giveUpAt;

    BrokerReadiness(JavaProcess process) {
        this.process = process;
        this.giveUpAt = InstantSource.system().instant().plus(LIMIT);
    }

    void await() {
        while (!process.log().hasLine(BrokerMain.READY)) {
            if (!process.isAlive()) {
                throw failure("ended with exit code " + process.exitCode().orElse(-1));
            }
            if (InstantSource.system().instant().isAfter(giveUpAt)) {
                throw failure("was not ready within " + LIMIT.toSeconds() + " s");
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure("was still starting when the wait was interrupted");
        }
    }

    private BrokerStartException failure(String reason) {
        return new BrokerStartException(reason, process, process.log().tail(LINES_SHOWN));
    }
}
