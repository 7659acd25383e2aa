package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChunkCacheTest {

    private final ChunkCache cache = new ChunkCache(100);

    @Test
    void findsTheChunkThatCoversAnOffset() {
        var chunk = chunk(1, 10, 20, 40);
        cache.add(chunk);

        assertThat(cache.covering(1, 10)).isSameAs(chunk);
        assertThat(cache.covering(1, 19)).isSameAs(chunk);
        assertThat(cache.covering(1, 9)).isNull();
        assertThat(cache.covering(1, 20)).isNull();
        assertThat(cache.covering(2, 10)).isNull();
    }

    @Test
    void saysWhereTheNextChunkBegins() {
        cache.add(chunk(1, 10, 20, 40));

        assertThat(cache.nextAfter(1, 5)).isEqualTo(10);
        assertThat(cache.nextAfter(1, 20)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keepsWithinItsBytesWhatWasAskedForLast() {
        cache.add(chunk(1, 0, 10, 40));
        cache.add(chunk(1, 10, 20, 40));
        assertThat(cache.covering(1, 0)).isNotNull();

        long kept = cache.add(chunk(2, 0, 10, 40));

        assertThat(kept).isEqualTo(80);
        assertThat(cache.covering(1, 10)).isNull();
        assertThat(cache.covering(1, 0)).isNotNull();
        assertThat(cache.covering(2, 0)).isNotNull();
    }

    @Test
    void keepsNothingThatIsLargerThanAll() {
        assertThat(cache.add(chunk(1, 0, 10, 101))).isZero();

        assertThat(cache.covering(1, 0)).isNull();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void forgetsAPartitionThatWasCutBackAndNoOther() {
        cache.add(chunk(1, 0, 10, 40));
        cache.add(chunk(2, 0, 10, 40));

        cache.forget(1);

        assertThat(cache.covering(1, 0)).isNull();
        assertThat(cache.covering(2, 0)).isNotNull();
        assertThat(cache.bytes()).isEqualTo(40);
    }

    private static Chunk chunk(int partition, long from, long next, long bytes) {
        return new Chunk(partition, from, next, List.of(), Map.of(), bytes);
    }
}
