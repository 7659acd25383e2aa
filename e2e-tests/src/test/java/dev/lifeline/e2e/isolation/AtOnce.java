package dev.lifeline.e2e.isolation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does something for many users at the same time. */
public final class AtOnce {

    private AtOnce() {}

    /** Does it for all of them; fails if it fails for one. */
    public static <T> void forEach(Collection<T> users, Consumer<T> task)
            throws InterruptedException, ExecutionException {
        var _ =
                each(
                        users,
                        user -> {
                            task.accept(user);
                            return user;
                        });
    }

    /** All that comes of it, in the users' order; fails if it fails for one of them. */
    static <T, R> List<R> each(Collection<T> users, Function<T, R> task)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = users.stream().<Callable<R>>map(user -> () -> task.apply(user)).toList();
            var results = new ArrayList<R>();
            for (var result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
