package dev.lifeline.gateway.auth;

import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes at an address, fetched by one thread: from time to time, and
 * when a token names a key that is not known. However many such tokens come, the issuer is asked
 * once in ten seconds at most, and few callers wait for it. Thread-safe.
 */
public final class IssuerKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    /** While the issuer cannot be reached, for so long what it said last holds. */
    private static final Duration LONGEST_AGE = Duration.ofHours(1);

    /** Callers who wait have a worker thread each; the others try again. */
    private static final int MOST_WAITING = 4;

    private static final long WAIT_SECONDS = 5;

    private final JwksAddress address;
    private final Duration refresh;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final ScheduledExecutorService fetcher =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("issuer-keys").daemon().factory());
    private volatile @Nullable Published published;
    private volatile @Nullable Attempt last;

    /**
     * @param refresh how old what is known may get before it is fetched anew
     */
    public IssuerKeys(URI address, Duration refresh, InstantSource clock) {
        this.address = new JwksAddress(address);
        this.refresh = refresh;
        this.clock = clock;
    }

    /** What an issuer published at a time. */
    private record Published(List<SigningKey> keys, Instant at) {}

    /**
     * The last fetch.
     *
     * @param failure null if it brought keys
     */
    private record Attempt(Instant at, @Nullable String failure) {}

    /** Begins to fetch. */
    public void start() {
        var _ = fetcher.scheduleWithFixedDelay(this::fetchIfDue, 0, 1, TimeUnit.SECONDS);
    }

    /** Why no token can be verified; empty while there are keys. */
    public Optional<String> trouble() {
        return current().isEmpty()
                ? Optional.of(lastFailure().orElse("no keys yet"))
                : Optional.empty();
    }

    /** Why the last fetch brought nothing; empty if it did. */
    public Optional<String> lastFailure() {
        return Optional.ofNullable(last).map(Attempt::failure);
    }

    @Override
    public void close() {
        fetcher.shutdownNow();
    }

    /**
     * The key that the token names.
     *
     * @throws NotAuthenticatedException if the issuer does not publish such a key
     * @throws KeysUnavailableException if nobody can tell
     */
    PublicKey key(TokenHeader header) throws NotAuthenticatedException {
        var known = find(header);
        if (known.isPresent()) {
            return known.get();
        }
        askAgain();
        var found = find(header);
        if (found.isPresent()) {
            return found.get();
        }
        if (current().isEmpty() || lastFailure().isPresent()) {
            throw new KeysUnavailableException("The issuer's keys cannot be fetched");
        }
        throw new NotAuthenticatedException(
                "The token is signed with a key that its issuer does not publish. Get a fresh one.");
    }

    private List<SigningKey> current() {
        var known = published;
        return known == null || known.at.isBefore(clock.instant().minus(LONGEST_AGE))
                ? List.of()
                : known.keys;
    }

    private Optional<PublicKey> find(TokenHeader header) {
        var fitting = current().stream().filter(key -> key.fits(header)).toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst().key()) : Optional.empty();
    }

    /** Waits for a fetch, if one is due and not too many wait already. */
    private void askAgain() {
        if (!isDue(BETWEEN_FETCHES)) {
            return;
        }
        if (!places.tryAcquire()) {
            throw new KeysUnavailableException("The issuer's keys are being fetched");
        }
        try {
            fetcher.submit(() -> fetchIfOlder(BETWEEN_FETCHES)).get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("waited in vain for keys: {}", e.toString());
        } finally {
            places.release();
        }
    }

    private void fetchIfDue() {
        fetchIfOlder(refresh);
    }

    private void fetchIfOlder(Duration age) {
        if (isDue(age)) {
            fetch();
        }
    }

    private boolean isDue(Duration age) {
        var attempt = last;
        if (attempt == null) {
            return true;
        }
        var wait = attempt.failure == null ? age : AFTER_FAILURE;
        return !clock.instant().isBefore(attempt.at.plus(wait));
    }

    private void fetch() {
        try {
            published = new Published(address.fetch(), clock.instant());
            last = new Attempt(clock.instant(), null);
        } catch (IOException e) {
            if (lastFailure().isEmpty()) {
                LOG.warn("the issuer's keys cannot be fetched: {}", e.getMessage());
            }
            last = new Attempt(clock.instant(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
