package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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

    @Provide
    Arbitrary<String> anyText() {
        return AnyText.of(1, UserKey.MAX_PART_BYTES / 4);
    }

    /** So few that the same ones come up again, of characters that encodings confuse. */
    @Provide
    Arbitrary<UserKey> lookalikes() {
        var part = Arbitraries.strings().withChars("a/%2Ff").ofMinLength(1).ofMaxLength(4);
        return Combinators.combine(part, part).as(UserKey::new);
    }
}
