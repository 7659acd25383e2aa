package dev.lifeline.gateway.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.UserKey;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a partition's table keeps, and whose. */
class RunTableTest {

    private static final UserKey ALICE = new UserKey("default", "alice");
    private static final UserKey BOB = new UserKey("default", "bob");

    private final RunTable table = new RunTable(1_000_000);

    @Test
    void a_users_runs_are_listed_newest_first_by_state_and_up_to_the_limit() {
        table.put(open(ALICE, "2"));
        table.put(ended(ALICE, "1"));
        table.put(ended(ALICE, "4"));
        table.put(open(ALICE, "3"));
        table.put(open(BOB, "5"));

        assertThat(ids(ALICE, null, 10)).containsExactly("4", "3", "2", "1");
        assertThat(ids(ALICE, RunState.OPEN, 10)).containsExactly("3", "2");
        assertThat(ids(ALICE, RunState.ENDED, 1)).containsExactly("4");
        assertThat(ids(ALICE, null, 3)).containsExactly("4", "3", "2");
        assertThat(ids(BOB, null, 10)).containsExactly("5");
        assertThat(table.row(ALICE, "5")).isEmpty();
    }

    @Test
    void a_later_row_of_a_run_replaces_the_one_before() {
        table.put(open(ALICE, "1"));
        long bytes = table.bytes();

        table.put(ended(ALICE, "1"));

        assertThat(ids(ALICE, RunState.OPEN, 10)).isEmpty();
        assertThat(ids(ALICE, RunState.ENDED, 10)).containsExactly("1");
        assertThat(table.bytes()).isEqualTo(bytes);
    }

    @Test
    void what_is_removed_leaves_nothing_behind() {
        table.put(open(ALICE, "1"));

        table.remove("1");
        table.remove("never there");

        assertThat(ids(ALICE, null, 10)).isEmpty();
        assertThat(table.bytes()).isZero();
    }

    @Test
    void a_user_with_a_great_many_runs_keeps_the_newest_ended_ones_and_all_open_ones() {
        IntStream.range(0, 500).forEach(i -> table.put(open(ALICE, "a%03d".formatted(i))));
        IntStream.range(0, 500).forEach(i -> table.put(ended(ALICE, "b%03d".formatted(i))));

        assertThat(ids(ALICE, RunState.OPEN, 1000)).hasSize(500);
        assertThat(ids(ALICE, RunState.ENDED, 1000))
                .hasSize(RunTable.ENDED_PER_USER)
                .startsWith("b499")
                .endsWith("b300");
    }

    @Test
    void beyond_its_bytes_the_oldest_give_way_and_ended_ones_first() {
        long each = open(ALICE, "1").bytes();
        var small = new RunTable(3 * each);
        small.put(open(ALICE, "1"));
        small.put(ended(BOB, "3"));
        small.put(ended(BOB, "2"));

        small.put(open(ALICE, "4"));
        assertThat(small.row(BOB, "2")).isEmpty();
        small.put(open(ALICE, "5"));
        assertThat(small.row(BOB, "3")).isEmpty();
        small.put(open(ALICE, "6"));

        assertThat(small.newest(ALICE, null, 10))
                .extracting(Row::runId)
                .containsExactly("6", "5", "4");
        assertThat(small.bytes()).isEqualTo(3 * each);
    }

    private List<String> ids(UserKey user, @Nullable RunState state, int limit) {
        return table.newest(user, state, limit).stream().map(Row::runId).toList();
    }

    private static Row open(UserKey user, String runId) {
        return new Row(runId, user, RunState.OPEN, Bytes.wrap(new byte[100]));
    }

    private static Row ended(UserKey user, String runId) {
        return new Row(runId, user, RunState.ENDED, Bytes.wrap(new byte[100]));
    }
}
