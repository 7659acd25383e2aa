package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.log.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream begins.
 *
 * @param position from which it reads
 * @param cursor the client's, before which nothing is shown; null if it had none
 * @param gaps to announce first
 * @param historyEnd where the log ended when the stream was asked for
 */
record Start(Position position, @Nullable Cursor cursor, List<Frame.Gap> gaps, long historyEnd) {

    Start {
        gaps = List.copyOf(gaps);
    }
}
