package dev.lifeline.monitor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunPageTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void pagesAreOneInTheOrderOfTheirRuns() {
        var merged = RunPage.merged(List.of(page(null, 0, "9", "3"), page(null, 1, "7", "1")), 10);

        assertThat(ids(merged)).containsExactly("9", "7", "3", "1");
        assertThat(merged.next()).isNull();
        assertThat(merged.partitions()).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void whatDoesNotFitIsOnTheNextPage() {
        var merged = RunPage.merged(List.of(page(null, 0, "9", "3"), page(null, 1, "7", "1")), 3);

        assertThat(ids(merged)).containsExactly("9", "7", "3");
        assertThat(merged.next()).isEqualTo("3");
    }

    @Test
    void itGoesBackOnlyAsFarAsEachInstanceHasLooked() {
        // given an instance that stopped looking at 5, and may have a 4
        var merged = RunPage.merged(List.of(page("5", 0, "9"), page(null, 1, "7", "3")), 10);

        assertThat(ids(merged)).containsExactly("9", "7");
        assertThat(merged.next()).isEqualTo("5");
    }

    @Test
    void aRunThatTwoInstancesHaveIsShownOnceAsTheLaterOneSaw() {
        var merged =
                RunPage.merged(
                        List.of(
                                new RunPage(List.of(row("9", 4)), null, Set.of(0)),
                                new RunPage(List.of(row("9", 5)), null, Set.of(0))),
                        10);

        assertThat(merged.runs()).extracting(RunRow::lastSequence).containsExactly(5L);
    }

    @Test
    void whatAnInstanceAnswersIsReadAsItWasMeant() throws IOException {
        var page = page("5", 2, "9", "7");

        assertThat(RunPage.parse(JSON.readTree(page.forInstances()))).isEqualTo(page);
    }

    @Test
    void anAnswerOfAnotherShapeIsRefused() {
        assertThatThrownBy(() -> RunPage.parse(JSON.readTree("{\"runs\":[]}")))
                .isInstanceOf(IOException.class);
    }

    private static List<String> ids(RunPage page) {
        return page.runs().stream().map(RunRow::runId).toList();
    }

    private static RunPage page(@Nullable String next, int partition, String... ids) {
        var rows = Stream.of(ids).map(id -> row(id, 1)).toList();
        return new RunPage(rows, next, Set.of(partition));
    }

    private static RunRow row(String id, int lastSequence) {
        return RunRow.of(
                JSON.createObjectNode().put("runId", id).put("lastSequence", lastSequence));
    }
}
