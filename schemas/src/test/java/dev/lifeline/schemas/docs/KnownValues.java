package dev.lifeline.schemas.docs;

import dev.lifeline.schemas.ErrorCodes;
import dev.lifeline.schemas.EventTypes;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The values of strings that are one of a few in this release; later ones may have more. */
final class KnownValues {

    private static final List<String> OUTCOMES =
            List.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT", "LOST");

    /** In the order in which a run has them. */
    static final List<String> EVENT_TYPES = constants(EventTypes.class);

    static final List<String> ERROR_CODES = constants(ErrorCodes.class);

    private static final Map<String, List<String>> BY_FIELD =
            Map.of(
                    "AgentEvent.type",
                    EVENT_TYPES,
                    "ToolResult.status",
                    List.of("OK", "ERROR", "TIMED_OUT", "DENIED", "CANCELLED", "LOST"),
                    "Completed.outcome",
                    OUTCOMES,
                    "ErrorDetail.code",
                    ERROR_CODES,
                    "RunStatus.state",
                    List.of("QUEUED", "OPEN", "ENDED"),
                    "RunStatus.outcome",
                    OUTCOMES,
                    "Alert.state",
                    List.of("FIRING", "RESOLVED"));

    private KnownValues() {}

    /** None where anything may stand. */
    static List<String> of(String record, String field) {
        return BY_FIELD.getOrDefault(record + "." + field, List.of());
    }

    private static List<String> constants(Class<?> holder) {
        return Arrays.stream(holder.getFields())
                .filter(f -> Modifier.isStatic(f.getModifiers()) && f.getType() == String.class)
                .map(f -> {
                    try {
                        return (String) f.get(null);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }
}
