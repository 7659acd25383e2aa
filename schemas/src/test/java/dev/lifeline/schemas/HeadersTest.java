package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Positive;

class HeadersTest {

    private static final long FIRST_SECOND_OF_YEAR_ZERO = -62_167_219_200L;
    private static final long LAST_SECOND_OF_YEAR_9999 = 253_402_300_799L;

    @Example
    void an_event_is_a_cloud_event_in_binary_mode() {
        var event = Samples.toolExecuting("{}");
        event.setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(texts(Headers.of(event)))
                .containsExactlyEntriesOf(
                        inOrder(
                                "ce_specversion",
                                "1.0",
                                "ce_id",
                                Samples.RUN + ":4",
                                "ce_type",
                                "dev.lifeline.tool_executing",
                                "ce_source",
                                "/executors/executor-1",
                                "ce_subject",
                                Samples.RUN,
                                "ce_time",
                                "2026-11-23T07:40:12.345678Z",
                                "content-type",
                                "application/avro",
                                "ce_sequence",
                                "0000000000000000004",
                                "traceparent",
                                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }

    @Example
    void the_headers_of_one_event_are_not_those_of_the_next() {
        var first = Headers.of(Samples.toolExecuting("{}"));
        var second = Headers.of(Samples.toolExecuting("{}"));

        first.remove("content-type");

        assertThat(texts(second)).containsEntry("content-type", "application/avro");
    }

    @Property
    void sequences_sort_as_texts(@ForAll @Positive long sequence) {
        var event = Samples.toolExecuting("{}");
        event.setSequence(sequence);

        assertThat(Headers.text(Headers.of(event), Headers.SEQUENCE))
                .isEqualTo("%019d".formatted(sequence));
    }

    @Property
    void times_are_written_as_the_formatter_of_the_jdk_writes_them(
            @ForAll @LongRange(min = FIRST_SECOND_OF_YEAR_ZERO - 9, max = LAST_SECOND_OF_YEAR_9999)
                    long second,
            @ForAll @LongRange(min = 0, max = 999_999_999) long nano) {
        var instant = Instant.ofEpochSecond(second, nano);

        assertThat(Timestamps.text(instant))
                .isEqualTo(
                        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
                                .withZone(ZoneOffset.UTC)
                                .format(instant));
    }

    @Example
    void a_time_behind_the_year_9999_keeps_all_its_digits() {
        assertThat(Timestamps.text(Instant.ofEpochSecond(LAST_SECOND_OF_YEAR_9999 + 1)))
                .isEqualTo("+10000-01-01T00:00:00.000000Z");
    }

    private static Map<String, String> texts(org.apache.kafka.common.header.Headers headers) {
        var texts = new LinkedHashMap<String, String>();
        headers.forEach(h -> texts.put(h.key(), String.valueOf(Headers.text(headers, h.key()))));
        return texts;
    }

    private static Map<String, String> inOrder(String... namesAndValues) {
        var ordered = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            ordered.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ordered;
    }
}
