package dev.lifeline.gateway.log;

/**
 * Bounds of the reading of history.
 *
 * @param pageBytes of one user's values in one page
 * @param chunkBytes of keys and values that are read at once and shared
 * @param cacheBytes of memory for the chunks read last
 * @param chunksAtOnce that are being read, of as many partitions
 * @param scanners consumers that look up runs and owners
 * @param bytesPerSecond that history may take from Kafka; 0 for no bound
 */
public record HistorySettings(
        int pageBytes,
        int chunkBytes,
        long cacheBytes,
        int chunksAtOnce,
        int scanners,
        long bytesPerSecond) {

    public HistorySettings {
        requirePositive("page", pageBytes);
        requirePositive("chunk", chunkBytes);
        requirePositive("chunks-at-once", chunksAtOnce);
        requirePositive("history-readers", scanners);
        if (cacheBytes < 0 || bytesPerSecond < 0) {
            throw new IllegalArgumentException("chunk-cache and history-rate may not be negative");
        }
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "lifeline.gateway.reader.%s is %d and must be 1 or more"
                            .formatted(name, value));
        }
    }
}
