package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class UserKeyPropertyTest {

    @Property
    void everyKeyIsReadBack(@ForAll("anyText") String tenant, @ForAll("anyText") String user) {
        var key = new UserKey(tenant, user);

        assertThat(UserKey.parse(key.text())).isEqualTo(key);
    }

    @Property(tries = 20_000)
    void noTwoUsersShareAKey(@ForAll("lookalikes") UserKey one, @ForAll("lookalikes") UserKey two) {
        assertThat(one.text().equals(two.text())).isEqualTo(one.equals(two));
    }

    /** At most 32 of any characters, of 4 bytes at most: never longer than a part may be. */
    @Provide
    Arbitrary<String> anyText() {
        var anyCharacter =
                Arbitraries.integers()
                        .between(Character.MIN_CODE_POINT, Character.MAX_CODE_POINT)
                        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                        .map(Character::toString);
        var special = Arbitraries.of("/", "%", "%2F", "a", "~", "\u0000", "e\u0301", "é");
        return Arbitraries.frequencyOf(Tuple.of(3, anyCharacter), Tuple.of(1, special))
                .list()
                .ofMinSize(1)
                .ofMaxSize(32)
                .map(characters -> String.join("", characters));
    }

    /** So few that the same ones come up again, of characters that encodings confuse. */
    @Provide
    Arbitrary<UserKey> lookalikes() {
        var part = Arbitraries.strings().withChars("a/%2Ff").ofMinLength(1).ofMaxLength(4);
        return Combinators.combine(part, part).as(UserKey::new);
    }
}
