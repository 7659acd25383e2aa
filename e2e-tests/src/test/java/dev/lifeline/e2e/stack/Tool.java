package dev.lifeline.e2e.stack;

import java.time.Duration;

/** Something that a test uses where it is there. */
public enum Tool {
    DOCKER("docker info", "Docker is not running (docker info fails)"),
    COMPOSE("docker compose version", "Docker Compose v2 is not installed"),
    CHROMIUM(
            "command -v chromium || command -v chromium-browser || command -v google-chrome",
            "Chromium is not installed (Debian: apt-get install chromium)"),
    HAPROXY("haproxy -v", "HAProxy is not installed (Debian: apt-get install haproxy)"),
    KCAT("kcat -V", "kcat is not installed (Debian: apt-get install kcat)"),
    NPM(
            "node --version && npm --version",
            "Node.js or npm is not installed (Debian: apt-get install nodejs npm)"),
    PROMTOOL(
            "promtool --version", "promtool is not installed (Debian: apt-get install prometheus)"),
    PYTHON_VENV(
            "python3 -c 'import ensurepip, venv'",
            "Python 3 with venv is not installed (Debian: apt-get install python3-venv)");

    private final String probe;
    private final String lack;

    Tool(String probe, String lack) {
        this.probe = probe;
        this.lack = lack;
    }

    boolean isThere() {
        // Through a shell, for which a program that does not exist is an exit code.
        return Command.of("sh", "-c", probe).run(Duration.ofMinutes(1)).exitCode() == 0;
    }

    String lack() {
        return lack;
    }
}
