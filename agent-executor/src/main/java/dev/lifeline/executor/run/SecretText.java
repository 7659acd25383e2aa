package dev.lifeline.executor.run;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces secrets in text that has no structure to go by, such as an exception's message. It knows
 * {@code name=value} in its usual forms, headers, URLs and the shapes of common tokens; rather too
 * much is replaced than too little.
 */
final class SecretText {

    /**
     * Possessive, here and below where it matters: hostile text must not cost more than its size.
     */
    private static final String WORD = "[\\p{L}\\p{N}_.-]{1,128}+";

    /** A name of one or two words, and what stands between it and its value. */
    private static final Pattern NAME =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}_.-])(?<name>(?:"
                            + WORD
                            + " )?(?<last>"
                            + WORD
                            + "))(?:\\\\{0,8}[\"']?\\s{0,8}(?:=>|[:=])\\s{0,8})");

    private static final Pattern OPTION =
            Pattern.compile("--(?<name>" + WORD + ")(?<space>\\s{1,8})[^\\s-]\\S*");

    private static final Pattern QUOTE = Pattern.compile("\\\\{0,8}[\"']");
    private static final Pattern BARE =
            Pattern.compile("(?i)(?:(?:bearer|basic|digest)\\s+)?[^\\s&;\"]*");
    private static final Pattern LINE = Pattern.compile("[^\\r\\n\"']*");

    private static final Pattern URL_PASSWORD =
            Pattern.compile("(://[^\\s/?#:@\"']*:)[^\\s/?#\"']*@");
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?i:(?<=\\bbearer\\s)[\\w.~+/=-]{8,})"
                            + "|(?<![\\w-])eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*"
                            + "|\\b(?:sk-|gh[pousr]_|xox[abprs]-|AKIA)[\\w-]{12,}");

    private final String text;

    private SecretText(String text) {
        this.text = text;
    }

    static String redacted(String text) {
        String named = new SecretText(text).withoutNamed();
        String options = OPTION.matcher(named).replaceAll(SecretText::withoutValue);
        String urls = URL_PASSWORD.matcher(options).replaceAll("$1" + Redaction.REPLACEMENT + "@");
        return TOKEN.matcher(urls).replaceAll(Redaction.REPLACEMENT);
    }

    private static String withoutValue(MatchResult option) {
        String kept =
                SecretNames.contain(option.group("name"))
                        ? "--"
                                + option.group("name")
                                + option.group("space")
                                + Redaction.REPLACEMENT
                        : option.group();
        return Matcher.quoteReplacement(kept);
    }

    private String withoutNamed() {
        var copy = new StringBuilder();
        int copied = 0;
        var name = NAME.matcher(text);
        for (int at = 0; name.find(at); at = Math.max(name.end(), copied)) {
            if (SecretNames.contain(name.group("name"))
                    || SecretNames.contain(name.group("last"))) {
                int start = startOfValue(name.end());
                int end = endOfValue(name.group("last"), name.end(), start);
                if (end > start) {
                    copy.append(text, copied, start).append(Redaction.REPLACEMENT);
                    copied = end;
                }
            }
        }
        return copied == 0 ? text : copy.append(text, copied, text.length()).toString();
    }

    private int startOfValue(int at) {
        var quote = QUOTE.matcher(text).region(at, text.length());
        return quote.lookingAt() ? quote.end() : at;
    }

    private int endOfValue(String name, int at, int start) {
        if (start > at) {
            return closingQuote(start, text.charAt(start - 1), start - 1 - at);
        }
        if (text.startsWith(Redaction.REPLACEMENT, at)) {
            return at + Redaction.REPLACEMENT.length();
        }
        if (text.startsWith("{", at) || text.startsWith("[", at)) {
            // Where it ends cannot be told, because this is not valid JSON.
            return text.length();
        }
        var value = (SecretNames.isHeader(name) ? LINE : BARE).matcher(text);
        return value.region(at, text.length()).lookingAt() ? value.end() : at;
    }

    /**
     * Where the quotation ends that is itself escaped so many times; the text's end if it is cut.
     */
    private int closingQuote(int from, char quote, int escapes) {
        int backslashes = 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == quote && backslashes <= escapes) {
                return i - backslashes;
            }
            backslashes = text.charAt(i) == '\\' ? backslashes + 1 : 0;
        }
        return text.length();
    }
}
