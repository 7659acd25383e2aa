package dev.lifeline.gateway.web;

import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.gateway.table.RunState;
import dev.lifeline.schemas.RunId;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of calls, and says what is allowed when they are something else. */
final class Parameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 200;
    private static final int LONGEST_ECHO = 64;

    private Parameters() {}

    /** The run of a path. */
    static RunId run(String text) {
        try {
            return new RunId(text);
        } catch (IllegalArgumentException e) {
            throw Problems.unknownRun(text.length() > LONGEST_ECHO ? "of that id" : text);
        }
    }

    static @Nullable RunState state(@Nullable String state) {
        return switch (state) {
            case null -> null;
            case "open" -> RunState.OPEN;
            case "ended" -> RunState.ENDED;
            default -> throw bad("state", "must be open or ended");
        };
    }

    static int limit(@Nullable String limit) {
        try {
            int number = limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As wrong as a number out of range.
        }
        throw bad("limit", "must be a number from 1 to " + MOST);
    }

    /** The first sequence to show. */
    static long from(@Nullable String from) {
        try {
            long sequence = from == null ? 1 : Long.parseLong(from);
            if (sequence >= 1) {
                return sequence;
            }
        } catch (NumberFormatException e) {
            // As wrong as a number that is no sequence.
        }
        throw bad("from", "must be a sequence, 1 or higher");
    }

    static boolean follow(@Nullable String follow) {
        return switch (follow) {
            case null -> true;
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("follow", "must be true or false");
        };
    }

    /** How many times as fast as it was. */
    static double speed(String speed) {
        try {
            double factor = new BigDecimal(speed).doubleValue();
            if (factor > 0 && Double.isFinite(factor)) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // As wrong as a number that is no speed.
        }
        throw bad("speed", "must be a number above 0; 1 is the original pace");
    }

    /** Where the client goes on; what it has seen last counts before what its address once said. */
    static @Nullable String cursor(HttpServerRequest request) {
        var last = request.getHeader("Last-Event-ID");
        return last == null || last.isEmpty() ? request.getParam("cursor") : last;
    }

    private static RuntimeException bad(String name, String what) {
        return Problems.badInput("bad-parameter", "The parameter \"%s\" %s.".formatted(name, what));
    }
}
