package dev.lifeline.schemas;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Text of any Unicode characters, with those more often that encodings confuse. */
final class AnyText {

    private AnyText() {}

    /**
     * @param most characters; each has 4 bytes at most
     */
    static Arbitrary<String> of(int least, int most) {
        var any =
                Arbitraries.integers()
                        .between(Character.MIN_CODE_POINT, Character.MAX_CODE_POINT)
                        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                        .map(Character::toString);
        var special = Arbitraries.of("/", "%", "%2F", "a", "~", "\0", "e\u0301", "é", "\"", "\\");
        return Arbitraries.frequencyOf(Tuple.of(3, any), Tuple.of(1, special))
                .list()
                .ofMinSize(least)
                .ofMaxSize(most)
                .map(characters -> String.join("", characters));
    }
}
