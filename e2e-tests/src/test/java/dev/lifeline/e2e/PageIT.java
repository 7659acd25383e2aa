package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.browser.Chromium;
import dev.lifeline.e2e.browser.Tab;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.Root;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.e2e.stack.Tool;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The gateway's page, in a real browser. */
@Needs(Tool.CHROMIUM)
@ExtendWith(SharedStack.class)
class PageIT {

    private static final List<String> REQUIRED =
            List.of(
                    "agent_started",
                    "agent_thinking",
                    "tool_executing",
                    "tool_completed",
                    "agent_completed");

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ProcessStack stack;

    PageIT(ProcessStack stack) {
        this.stack = stack;
    }

    @Test
    void a_run_started_on_the_page_shows_its_events_there() {
        // given
        var token = stack.token("page-" + UUID.randomUUID());
        try (var chromium = Chromium.start()) {
            var page = chromium.open(stack.gateway().resolve("/#token=" + token));
            try {
                page.await(
                        "the agents are listed",
                        "document.querySelector(\"#agent option[value='researcher']\")");

                // when
                page.choose("#agent", "researcher");
                page.type("#input", "Why are there two tides a day?");
                page.click("#start");

                // then
                for (var type : REQUIRED) {
                    page.await(
                            type + " is shown",
                            "document.querySelector(\"#events li[data-type='%s']\")"
                                    .formatted(type));
                }
                requireComplete(page);
            } finally {
                page.screenshot(Root.resolve("e2e-tests/target/screenshots/page.png"));
            }
        }
    }

    @Test
    void an_open_run_is_found_wherever_it_was_started_and_again_after_a_reload() {
        // given
        var token = stack.token("page-" + UUID.randomUUID());
        var api = new Api(stack.gateway(), token);
        var run = api.start("stuck", "Wait.", "PT2M");
        await("the run is open").atMost(LIMIT).until(() -> !runs(api, "open").isEmpty());
        try (var chromium = Chromium.start()) {

            // when
            var page = chromium.open(stack.gateway().resolve("/#token=" + token));

            // then
            awaitWhole(page, run.runId());

            // when
            page.reload();

            // then
            awaitWhole(page, run.runId());
        } finally {
            api.post("/v1/runs/%s/cancel".formatted(run.runId()), "");
        }
    }

    @Test
    void what_is_asked_next_goes_on_with_the_conversation_shown() {
        // given
        var token = stack.token("page-" + UUID.randomUUID());
        var api = new Api(stack.gateway(), token);
        try (var chromium = Chromium.start()) {
            var page = chromium.open(stack.gateway().resolve("/#token=" + token));
            page.await(
                    "the agents are listed",
                    "document.querySelector(\"#agent option[value='clumsy']\")");
            page.choose("#agent", "clumsy");
            page.type("#input", "Trip.");
            page.click("#start");
            page.await("the first run has ended", "!document.querySelector('#following').hidden");

            // when
            page.type("#input", "And again.");
            page.click("#start");

            // then
            await("both runs have ended").atMost(LIMIT).until(() -> runs(api, "ended").size() == 2);
            var threads = runs(api, "ended").stream().map(r -> r.required("threadId").asText());
            assertThat(threads)
                    .containsOnly(runs(api, "ended").getLast().required("runId").asText());
        }
    }

    private static void awaitWhole(Tab page, String runId) {
        page.await(
                "the run is the one shown",
                "sessionStorage.getItem('lifeline.run.' + document.querySelector('#user').value) == '%s'"
                        .formatted(runId));
        page.await(
                "its first event is the first shown",
                "document.querySelector('#events li')?.dataset.type == 'agent_started'");
        page.await(
                "what it does now is shown",
                "document.querySelector(\"#events li[data-type='tool_executing']\")");
    }

    private static List<JsonNode> runs(Api api, String state) {
        return api.get("/v1/runs?state=" + state).json().required("runs").valueStream().toList();
    }

    @Test
    void a_bad_token_is_told_on_the_page() {
        // given
        try (var chromium = Chromium.start()) {

            // when
            var page = chromium.open(stack.gateway().resolve("/#token=nonsense"));

            // then
            page.await("an error is shown", "document.querySelector('#error')?.innerText.trim()");
        }
    }

    private static void requireComplete(Tab page) {
        var sequences =
                page.evaluate(
                                "[...document.querySelectorAll('#events li[data-sequence]')]"
                                        + ".map(li => Number(li.dataset.sequence))")
                        .valueStream()
                        .map(n -> n.asLong())
                        .sorted()
                        .toList();
        assertThat(sequences)
                .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
        assertThat(page.evaluate("document.querySelector('#answer').innerText").asText())
                .isNotBlank();
        assertThat(page.evaluate("document.querySelector('#error')?.innerText ?? ''").asText())
                .isBlank();
    }
}
