package dev.lifeline.gateway.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lifeline.gateway.fuzz.Answers.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sends what is wrong, several at a time, and has each answer judged. */
final class Attack {

    private static final int SHORT_FORM = 2_000;
    private static final int LONG_FORM = 10_000;
    private static final int AT_ONCE = 16;
    private static final int SHOWN = 400;
    private static final int MOST_FAILURES = 20;
    private static final int WANTED_WORD = 3;

    private final int port;
    private final List<String> tokens;
    private final Requests requests;
    private final RequestMutations wrongRequests;
    private final FrameMutations wrongFrames;
    private final Judge judge;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    /**
     * @param cursor that exists
     * @param tokens of users who attack
     */
    Attack(int port, String cursor, List<String> tokens) {
        this.port = port;
        this.tokens = tokens;
        this.requests = new Requests(cursor);
        this.wrongRequests = new RequestMutations(requests, tokens);
        this.wrongFrames = new FrameMutations(cursor, tokens);
        this.judge = new Judge(documentedTypes(), tokens);
    }

    /** Sends everything, and returns when all is answered. */
    void run(IntConsumer afterEach) {
        var seeds = seeds().iterator();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                var _ = threads.submit(() -> sendWhile(seeds, afterEach));
            }
        }
    }

    /** What was not as it should be, with the seeds to send it again. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    int sent() {
        return sent.get();
    }

    int answered() {
        return answered.get();
    }

    private void sendWhile(PrimitiveIterator.OfInt seeds, IntConsumer afterEach) {
        while (failures.size() < MOST_FAILURES) {
            int seed;
            synchronized (seeds) {
                if (!seeds.hasNext()) {
                    return;
                }
                seed = seeds.nextInt();
                afterEach.accept(sent.incrementAndGet());
            }
            send(seed);
        }
    }

    private void send(int seed) {
        var random = new Random(seed);
        int kind = random.nextInt(10);
        var message = new byte[0];
        try (var exchange = Exchange.open(port)) {
            if (kind < 5) {
                message = wrongFrames.next(random);
                judge(frame(exchange, message, random), false);
            } else {
                message =
                        kind < 7 ? wrongRequests.nextHandshake(random) : wrongRequests.next(random);
                exchange.send(message);
                judge(exchange.listen(Attack::isAnswered), isHead(message));
            }
        } catch (AssertionError | RuntimeException e) {
            failures.add("seed %d: %s%nwas sent: %s".formatted(seed, e, shown(message)));
        }
    }

    private void judge(byte[] heard, boolean withoutBodies) {
        if (heard.length > 0) {
            answered.incrementAndGet();
        }
        judge.answers(heard, withoutBodies);
    }

    /** A wrong frame, then one that gets an error frame if it is read, then a farewell. */
    private byte[] frame(Exchange exchange, byte[] wrong, Random random) {
        var token = tokens.get(random.nextInt(tokens.size()));
        exchange.send(requests.handshake(token).bytes());
        boolean early = random.nextInt(WANTED_WORD) == 0;
        exchange.listenUntil(heard -> early ? head(heard) != null : isAnswered(heard));
        exchange.send(
                Bytes.of(
                        wrong,
                        ClientBytes.text("{\"kind\":\"end\"}"),
                        ClientBytes.close(1000, "")));
        return exchange.listen(Attack::isClosing);
    }

    /** Whether all is heard that will be, on a connection that the server need not close. */
    private static boolean isAnswered(byte[] heard) {
        var head = head(heard);
        if (head == null) {
            return false;
        }
        return head.status() == 101
                ? !ServerFrames.in(heard, head.end()).isEmpty()
                : head.isStream() && head.body().contains("data: ");
    }

    private static boolean isClosing(byte[] heard) {
        var head = head(heard);
        return head != null
                && head.status() == 101
                && ServerFrames.in(heard, head.end()).stream()
                        .anyMatch(ServerFrames.ServerFrame::isClose);
    }

    private static @Nullable Answer head(byte[] heard) {
        try {
            return Answers.in(heard, false).stream().findFirst().orElse(null);
        } catch (AssertionError | NumberFormatException e) {
            // Not all of it has come; the judge looks again when all has.
            return null;
        }
    }

    private static boolean isHead(byte[] request) {
        return new String(request, ISO_8859_1).startsWith("HEAD ");
    }

    private static String shown(byte[] bytes) {
        var text = new String(Arrays.copyOf(bytes, Math.min(SHOWN, bytes.length)), ISO_8859_1);
        return text.chars()
                .mapToObj(c -> c >= ' ' && c < 127 ? Character.toString(c) : "\\x%02x".formatted(c))
                .collect(Collectors.joining());
    }

    private static IntStream seeds() {
        int most = Boolean.getBoolean("lifeline.long") ? LONG_FORM : SHORT_FORM;
        var ends = System.getProperty("lifeline.seed", "1-" + most).split("-", -1);
        return IntStream.rangeClosed(
                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    /** As the README lists them. */
    private static Set<String> documentedTypes() {
        try {
            var readme = Files.readString(Path.of("README.md"));
            var list = readme.split("Problem types: ", 2)[1].split("\n\n", 2)[0];
            return Pattern.compile("`([a-z-]+)`")
                    .matcher(list)
                    .results()
                    .map(type -> type.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
