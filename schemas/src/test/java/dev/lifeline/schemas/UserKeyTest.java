package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserKeyTest {

    @Test
    void keepsUnreservedCharactersAndEncodesTheRest() {
        var key = new UserKey("default", "a/b c~d.é");

        assertThat(key.text()).isEqualTo("default/a%2Fb%20c~d.%C3%A9");
        assertThat(UserKey.parse(key.text())).isEqualTo(key);
    }

    @Test
    void neverGivesTwoUsersTheSameKey() {
        var lookalikes =
                Stream.of("a/b", "a%2Fb", "a%2fb", "é", "e\u0301", "A", "a")
                        .map(user -> new UserKey("default", user).text());

        assertThat(List.copyOf(lookalikes.toList())).doesNotHaveDuplicates();
        assertThat(new UserKey("a/b", "c").text()).isNotEqualTo(new UserKey("a", "b/c").text());
    }

    @Test
    void findsThePartitionThatKafkasOwnPartitionerFinds() {
        // murmur2("default/alice") as kafka-clients computes it; a change moves every user.
        assertThat(new UserKey("default", "alice").partition(12)).isBetween(0, 11);
        assertThat(new UserKey("default", "alice").partition(48) % 12)
                .isEqualTo(new UserKey("default", "alice").partition(12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "a/b/c", "a/%zz", "a/%2", "a/%2f", "/b", "a/", "a/b c"})
    void refusesWhatItWouldNotHaveWritten(String text) {
        assertThatThrownBy(() -> UserKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesPartsThatAreEmptyTooLongOrNotText() {
        assertThatThrownBy(() -> new UserKey("default", ""))
                .hasMessage("the user id must have 1 to 128 bytes, it has 0");
        assertThatThrownBy(() -> new UserKey("default", "é".repeat(65)))
                .hasMessage("the user id must have 1 to 128 bytes, it has 130");
        assertThatThrownBy(() -> new UserKey("\uD800", "alice"))
                .hasMessage("the tenant id is not Unicode text");
    }
}
