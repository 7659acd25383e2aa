package dev.lifeline.gateway.receipt;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.schemas.UserKey;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has been sent, and what its client confirms of it. Confined to the
 * connection's event loop.
 */
public final class Confirmations {

    private final Receipts receipts;
    private final String connectionId;
    private final InstantSource clock;
    private @Nullable Cursor sent;
    private long confirmed = -1;

    public Confirmations(Receipts receipts, String connectionId, InstantSource clock) {
        this.receipts = receipts;
        this.connectionId = connectionId;
        this.clock = clock;
    }

    /** A frame with that cursor has been sent. */
    public void sent(Cursor cursor) {
        sent = cursor;
    }

    /**
     * The client says that everything up to there has been shown; said again, it is no news.
     *
     * @return whether the place is one that this connection has been sent
     */
    public boolean confirm(UserKey user, Cursor cursor) {
        var newest = sent;
        if (newest == null
                || !cursor.log().equals(newest.log())
                || cursor.partition() != newest.partition()
                || cursor.offset() > newest.offset()) {
            return false;
        }
        if (cursor.offset() > confirmed) {
            confirmed = cursor.offset();
            receipts.take(
                    new Receipt(
                            user,
                            connectionId,
                            cursor.partition(),
                            cursor.offset(),
                            clock.instant()));
        }
        return true;
    }
}
