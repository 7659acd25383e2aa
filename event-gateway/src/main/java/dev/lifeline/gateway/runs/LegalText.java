package dev.lifeline.gateway.runs;

import dev.lifeline.gateway.problem.Problems;

/**
 * Text that can be carried intact: any Unicode, control characters included, but neither U+0000
 * (which many a reader of the log ends strings at) nor half a surrogate pair (which is no text).
 */
final class LegalText {

    private LegalText() {}

    static String required(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw illegal(field, i, "the character U+0000");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw illegal(field, i, "half a surrogate pair");
            }
        }
        return text;
    }

    private static RuntimeException illegal(String field, int at, String what) {
        return Problems.badInput(
                "bad-text",
                "The field \"%s\" has %s at position %d. Remove it; all other characters are fine."
                        .formatted(field, what, at));
    }
}
