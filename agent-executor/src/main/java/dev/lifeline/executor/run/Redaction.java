package dev.lifeline.executor.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/**
 * Replaces, in what tools are given and answer, the values of keys that name a secret. All else
 * stays as it is, to the letter: the text is copied around the values, not written anew, which also
 * makes any depth of nesting harmless.
 */
final class Redaction {

    static final String REPLACEMENT = "[redacted]";

    /** What is too deep or too long for a model is for the limits of the run to say. */
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    // By default each thread keeps its buffers, and a run is a thread.
                    .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                    .build();

    private final String text;
    private final StringBuilder copy = new StringBuilder();
    private int copied;

    private Redaction(String text) {
        this.text = text;
    }

    /** JSON without its secrets; what is not JSON is searched as text. */
    static String json(String text) {
        try {
            return new Redaction(text).redacted();
        } catch (IOException e) {
            return SecretText.redacted(text);
        }
    }

    /** The message of an error, which may quote anything. */
    static String message(String text) {
        return SecretText.redacted(json(text));
    }

    private String redacted() throws IOException {
        try (var parser = JSON.createParser(text)) {
            boolean secret = false;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (secret && token != JsonToken.VALUE_NULL) {
                    replace(parser, REPLACEMENT);
                } else if (token == JsonToken.VALUE_STRING) {
                    redactWithin(parser);
                }
                secret = token == JsonToken.FIELD_NAME && SecretNames.contain(parser.currentName());
            }
        }
        return copied == 0 ? text : copy.append(text, copied, text.length()).toString();
    }

    /** JSON that is carried in a string holds its secrets under the same names. */
    private void redactWithin(JsonParser parser) throws IOException {
        String inner = parser.getText();
        String start = inner.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            String redacted = json(inner);
            if (!redacted.equals(inner)) {
                replace(parser, redacted);
            }
        }
    }

    private void replace(JsonParser parser, String value) throws IOException {
        copy.append(text, copied, offset(parser.currentTokenLocation())).append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, copy);
        copy.append('"');
        parser.skipChildren();
        parser.finishToken();
        copied = offset(parser.currentLocation());
    }

    private static int offset(JsonLocation location) {
        return Math.toIntExact(location.getCharOffset());
    }
}
