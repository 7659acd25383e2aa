package dev.lifeline.e2e.isolation;

import dev.lifeline.schemas.UserKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Names of users, many of which are one name to whoever encodes or compares them carelessly. */
public final class Names {

    private static final List<UserKey> SPLITS =
            List.of(
                    new UserKey("a", "b/c"),
                    new UserKey("a/b", "c"),
                    new UserKey("a%2Fb", "c"),
                    new UserKey("a", "b%2Fc"),
                    new UserKey("a%2fb", "c"),
                    new UserKey("a/", "b/c"),
                    new UserKey("a", "/b/c"),
                    new UserKey("a", "b"),
                    new UserKey("default/a", "b"),
                    new UserKey("A", "b"));

    /** Each differs from its neighbours by an encoding, a normal form, a case or a blank. */
    private static final List<String> LOOKALIKES =
            List.of(
                    "a/b",
                    "a%2Fb",
                    "a%2fb",
                    "A%2fB",
                    "a%252Fb",
                    "a b",
                    "a+b",
                    "a%20b",
                    "a b ",
                    "a\u00a0b",
                    "caf\u00e9",
                    "cafe\u0301",
                    "CAF\u00c9",
                    "caf%C3%A9",
                    "\u212b",
                    "\u00c5",
                    "A\u030a",
                    "\ufb01sh",
                    "fish",
                    "f\u0131sh",
                    "fi\u200bsh",
                    "\u0430lice",
                    "alice",
                    "Alice",
                    ".",
                    "..",
                    "%",
                    "%25",
                    "*",
                    "\ud83d\ude00");

    private Names() {}

    /** That many users, the careless ones' prey first. */
    public static List<UserKey> users(int count) {
        var users = new ArrayList<>(alike());
        while (users.size() < count) {
            users.add(new UserKey("tenant-" + users.size() % 5, "user-" + users.size() / 5));
        }
        return users;
    }

    /** Those whose names are mistaken for each other: neighbours above all. */
    public static List<UserKey> alike() {
        return Stream.concat(
                        SPLITS.stream(), LOOKALIKES.stream().map(n -> new UserKey("default", n)))
                .toList();
    }
}
