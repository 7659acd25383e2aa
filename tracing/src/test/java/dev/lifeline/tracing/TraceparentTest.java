package dev.lifeline.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
            })
    void aNameLeadsToItsSpanAndBack(String traceparent) {
        assertThat(Traceparent.of(Span.fromContext(Traceparent.context(traceparent))))
                .isEqualTo(traceparent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01"
            })
    void aNameThatNobodyCouldUseLeadsNowhere(String traceparent) {
        assertThat(Traceparent.of(Span.fromContext(Traceparent.context(traceparent)))).isNull();
    }

    @Test
    void noNameLeadsNowhere() {
        assertThat(Traceparent.of(Span.fromContext(Traceparent.context(null)))).isNull();
    }
}
