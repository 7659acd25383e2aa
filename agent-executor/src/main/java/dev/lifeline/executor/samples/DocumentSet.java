package dev.lifeline.executor.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.lifeline.executor.agent.Repeatable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Search in a few bundled documents as a tool. */
final class DocumentSet {

    private static final List<String> NAMES =
            List.of("coffee", "honeybees", "knots", "lighthouses", "logs", "tides");
    private static final int BEST = 2;
    private static final int SHORTEST_WORD = 4;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("\\P{L}+");

    private final List<Indexed> documents =
            NAMES.stream().map(DocumentSet::load).map(Indexed::of).toList();

    @Tool(
            name = "search_documents",
            value = "Searches the bundled documents and returns those that fit best.")
    @Repeatable
    List<Document> search(@P("words to look for") String query) {
        var words = words(query);
        return documents.stream()
                .filter(document -> document.matches(words) > 0)
                .sorted(
                        Comparator.comparingLong((Indexed d) -> d.matches(words))
                                .reversed()
                                .thenComparing(found -> found.document().title()))
                .limit(BEST)
                .map(Indexed::document)
                .toList();
    }

    private static Document load(String name) {
        String path = "/documents/" + name + ".txt";
        try (var in = DocumentSet.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not in the jar");
            }
            String[] parts = new String(in.readAllBytes(), UTF_8).strip().split("\n", 3);
            return new Document(parts[0], parts[1], parts[2].replaceFirst("^Example: ", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> words(String text) {
        return BETWEEN_WORDS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .map(word -> word.endsWith("s") ? word.substring(0, word.length() - 1) : word)
                .collect(Collectors.toSet());
    }

    /**
     * One document.
     *
     * @param example a calculation in words, ending with an expression
     */
    record Document(String title, String text, String example) {}

    /** A document and its words. */
    private record Indexed(Document document, Set<String> inTitle, Set<String> inText) {

        static Indexed of(Document document) {
            return new Indexed(document, words(document.title()), words(document.text()));
        }

        /** How many of the words occur; the title counts twice. */
        long matches(Set<String> wanted) {
            return wanted.stream().filter(inText::contains).count()
                    + 2 * wanted.stream().filter(inTitle::contains).count();
        }
    }
}
