package dev.lifeline.executor.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Redaction on any JSON: what must go goes, all else stays. */
class RedactionPropertyTest {

    private static final String CANARY = "s3cr3t";
    private static final List<String> SECRET =
            List.of("password", "Api-Key", "accessToken", "client_secret", "Set-Cookie", "PWD");
    private static final List<String> OPEN =
            List.of("a", "maxTokens", "tokenizer", "author", "é\"\\");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void nothingUnderASecretNameSurvivesAtAnyDepth(@ForAll("documents") JsonNode document) {
        assertThat(Redaction.json(document.toString())).doesNotContain(CANARY);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void allElseStays(@ForAll("documents") JsonNode document) {
        String redacted = Redaction.json(document.toString());

        assertThat(redacted).isEqualTo(expected(document).toString());
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void onceIsEnough(@ForAll("documents") JsonNode document) {
        String redacted = Redaction.json(document.toString());

        assertThat(Redaction.json(redacted)).isEqualTo(redacted);
        assertThat(Redaction.message(redacted)).isEqualTo(redacted);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void whatIsCutOffShowsNoSecretEither(
            @ForAll("documents") JsonNode document, @ForAll double share) {
        String text = document.toString();
        int end = (int) (Math.abs(share % 1) * text.length());

        assertThat(Redaction.json(text.substring(0, end))).doesNotContain(CANARY);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void anyTextIsSearchedWithoutHarm(@ForAll String text) {
        String redacted = Redaction.message(text);

        assertThat(Redaction.message(redacted)).isEqualTo(redacted);
    }

    /** Documents that say the canary under secret names and nowhere else. */
    @Provide
    Arbitrary<JsonNode> documents() {
        return documents(3, false);
    }

    private static Arbitrary<JsonNode> documents(int depth, boolean secret) {
        var scalars = scalars(secret);
        if (depth == 0) {
            return scalars;
        }
        var items =
                documents(depth - 1, secret)
                        .list()
                        .ofMaxSize(3)
                        .map(list -> (JsonNode) NODES.arrayNode().addAll(list));
        return Arbitraries.oneOf(scalars, items, objects(depth - 1, secret));
    }

    private static Arbitrary<JsonNode> objects(int depth, boolean secret) {
        var open = Arbitraries.maps(Arbitraries.of(OPEN), documents(depth, secret)).ofMaxSize(3);
        var closed = Arbitraries.maps(Arbitraries.of(SECRET), documents(depth, true)).ofMaxSize(2);
        return Combinators.combine(open, closed)
                .as((some, others) -> NODES.objectNode().<ObjectNode>setAll(some).setAll(others));
    }

    private static Arbitrary<JsonNode> scalars(boolean secret) {
        if (secret) {
            return Arbitraries.of(NODES.textNode(CANARY), NODES.textNode("\"" + CANARY + "\\"));
        }
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8).map(NODES::textNode),
                Arbitraries.bigDecimals().map(NODES::numberNode),
                Arbitraries.bigIntegers().map(NODES::numberNode),
                Arbitraries.of(NODES.booleanNode(true), NODES.nullNode()));
    }

    /** What is asked for, the simple way: on the tree. */
    private static JsonNode expected(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                boolean goes = SECRET.contains(property.getKey()) && !property.getValue().isNull();
                property.setValue(
                        goes ? NODES.textNode("[redacted]") : expected(property.getValue()));
            }
        } else {
            node.forEach(RedactionPropertyTest::expected);
        }
        return node;
    }
}
