package dev.lifeline.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM program as it is to be started.
 *
 * @param name for people, in messages
 * @param jvmOptions such as {@code -Xmx256m}
 * @param program what follows the options: {@code -jar x.jar}, or {@code -cp x Main}, and arguments
 * @param environment added to the parent's
 * @param log receives stdout and stderr, appended
 */
public record JavaProgram(
        String name,
        List<String> jvmOptions,
        List<String> program,
        Map<String, String> environment,
        Path log) {

    /**
     * A terminal sends Ctrl-C and its own end to the whole process group. The child leaves both to
     * its parent, which stops its children in order.
     */
    private static final List<String> LEAVE_TERMINAL_SIGNALS_TO_THE_PARENT =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\"");

    public JavaProgram {
        jvmOptions = List.copyOf(jvmOptions);
        program = List.copyOf(program);
        environment = Map.copyOf(environment);
    }

    /** The command line: the JVM this one runs on, watched by the agent. */
    List<String> command(Path agentJar) {
        var command = new ArrayList<>(LEAVE_TERMINAL_SIGNALS_TO_THE_PARENT);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-javaagent:" + agentJar);
        command.addAll(jvmOptions);
        command.addAll(program);
        return command;
    }
}
