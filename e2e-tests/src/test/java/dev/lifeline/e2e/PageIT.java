package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.browser.Chromium;
import dev.lifeline.e2e.browser.Tab;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.Root;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.e2e.stack.Tool;
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
