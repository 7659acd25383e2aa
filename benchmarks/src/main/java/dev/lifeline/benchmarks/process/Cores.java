package dev.lifeline.benchmarks.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who runs where: the service under measurement has one core to itself, and the broker and the load
 * share the others, so that a figure says what one core does. Nothing is pinned on a machine with
 * one core, or without {@code taskset}.
 *
 * @param service cores of the service; none if nothing is pinned
 * @param others cores of all else
 */
public record Cores(List<Integer> service, List<Integer> others) {

    private static final Pattern LIST = Pattern.compile(": ([0-9,-]+)\\s*$");

    public Cores {
        service = List.copyOf(service);
        others = List.copyOf(others);
    }

    /** Divides the cores that this process may use. */
    public static Cores divide() throws InterruptedException {
        var all = usable();
        return all.size() < 2
                ? new Cores(List.of(), List.of())
                : new Cores(all.subList(0, 1), all.subList(1, all.size()));
    }

    /**
     * Pins this process, and what it starts from now on, to the cores that are not the service's.
     */
    public void takeOthers() throws InterruptedException {
        pin(others);
    }

    /** Starts something on the service's cores. */
    public <T> T startService(Callable<T> start) throws Exception {
        // A child inherits the cores of the thread that starts it.
        pin(service);
        try {
            return start.call();
        } finally {
            pin(others);
        }
    }

    /**
     * For people.
     *
     * @param name of the service
     */
    public String describe(String name) {
        return service.isEmpty()
                ? "not pinned: all share %d".formatted(Runtime.getRuntime().availableProcessors())
                : "the %s has core %s, broker and load share %s"
                        .formatted(name, text(service), text(others));
    }

    private static void pin(List<Integer> cores) throws InterruptedException {
        if (!cores.isEmpty()) {
            var _ = taskset("-a", "-c", "-p", text(cores), ownPid());
        }
    }

    private static List<Integer> usable() throws InterruptedException {
        var list = LIST.matcher(taskset("-c", "-p", ownPid()));
        return list.find() ? numbers(list.group(1)) : List.of();
    }

    private static String taskset(String... arguments) throws InterruptedException {
        var command = new ArrayList<>(List.of("taskset"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var output = process.inputReader()) {
                var said = output.readAllAsString();
                return process.waitFor() == 0 ? said : "";
            }
        } catch (IOException _) {
            return ""; // there is no such command here
        }
    }

    /** Reads a list like {@code 0-3,6}. */
    private static List<Integer> numbers(String list) {
        return Pattern.compile(",")
                .splitAsStream(list)
                .map(range -> range.split("-", -1))
                .flatMapToInt(ends ->
                        IntStream.rangeClosed(
                                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])))
                .boxed()
                .toList();
    }

    private static String text(List<Integer> cores) {
        return cores.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }
}
