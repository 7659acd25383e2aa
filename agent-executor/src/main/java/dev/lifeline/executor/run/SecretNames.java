package dev.lifeline.executor.run;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which names stand for a secret: of JSON keys, headers, parameters, settings. */
final class SecretNames {

    /** Names without case and punctuation. What a model or a page counts is no secret. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "passw(or)?d|passphrase|passcode|pwd|secret(?!ar)|credential|cookie|bearer"
                            + "|authorization|^auth$|(amz|goog)signature"
                            + "|(api|private|access|auth|signing|encryption|account|session|master)key"
                            + "|(access|refresh|auth|api|bearer|session)tokens$"
                            + "|(?<!max|page|next|continuation|bos|eos|pad|stop)token(value)?$");

    private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]");

    private SecretNames() {}

    static boolean contain(String name) {
        return SECRET.matcher(plain(name)).find();
    }

    /** Whether a header of that name fills its line with secrets. */
    static boolean isHeader(String name) {
        String plain = plain(name);
        return plain.endsWith("authorization") || plain.endsWith("cookie");
    }

    private static String plain(String name) {
        return PUNCTUATION.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
