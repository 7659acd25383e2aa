package dev.lifeline.gateway.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.Uuid;

class CursorCodecPropertyTest {

    @Property
    void everyCursorIsReadBack(@ForAll("cursors") Cursor cursor) throws MalformedCursorException {
        assertThat(CursorCodec.decode(CursorCodec.encode(cursor))).isEqualTo(cursor);
    }

    @Property
    void noTwoCursorsAreWrittenAlike(
            @ForAll("cursors") Cursor one, @ForAll("cursors") Cursor other) {
        assertThat(CursorCodec.encode(one).equals(CursorCodec.encode(other)))
                .isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<Cursor> cursors() {
        var log = Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Uuid::new);
        var partition = Arbitraries.integers().greaterOrEqual(0);
        var place = Arbitraries.longs().greaterOrEqual(0);
        return Combinators.combine(log, partition, place, place).as(Cursor::new);
    }
}
