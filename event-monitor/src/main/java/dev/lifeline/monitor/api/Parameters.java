package dev.lifeline.monitor.api;

import dev.lifeline.schemas.RunId;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads query parameters, and says what is allowed when they are something else. */
final class Parameters {

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1000;

    private Parameters() {}

    static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Answered as any other number out of range.
        }
        throw new ProblemException(
                Problem.badRequest("limit must be a number from 1 to " + MAX_LIMIT));
    }

    static String runId(String what, String text) {
        try {
            return new RunId(text).text();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest(what + " is " + e.getMessage()));
        }
    }

    static <E extends Enum<E>> @Nullable E state(@Nullable String text, Class<E> states) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(states.getEnumConstants())
                .filter(state -> name(state).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.badRequest("state must be one of " + names(states))));
    }

    private static <E extends Enum<E>> String names(Class<E> states) {
        return Arrays.stream(states.getEnumConstants())
                .map(Parameters::name)
                .collect(Collectors.joining(", "));
    }

    private static String name(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
