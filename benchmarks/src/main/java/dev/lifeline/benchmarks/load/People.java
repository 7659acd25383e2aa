package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.UserKey;
import java.util.List;
import java.util.stream.IntStream;

/** Users of the default tenant, and who writes their events. */
public record People(List<UserKey> users, List<Author> authors) {

    private static final String TENANT = "default";

    public People {
        users = List.copyOf(users);
        authors = List.copyOf(authors);
    }

    /**
     * So many of that name.
     *
     * @param runLength events of a run
     * @param text of most events
     */
    public static People of(String name, int number, EventPen pen, int runLength, String text) {
        var users =
                IntStream.range(0, number)
                        .mapToObj(i -> new UserKey(TENANT, name + "-" + i))
                        .toList();
        return new People(
                users, users.stream().map(user -> new Author(pen, user, runLength, text)).toList());
    }

    /** How many events have been written for them. */
    public long written() {
        return authors.stream().mapToLong(Author::written).sum();
    }
}
