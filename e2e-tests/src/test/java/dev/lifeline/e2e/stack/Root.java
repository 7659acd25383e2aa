package dev.lifeline.e2e.stack;

import java.nio.file.Path;

/** The project's directory. */
public final class Root {

    private Root() {}

    /** A path below the project's directory. */
    public static Path resolve(String path) {
        return Path.of(System.getProperty("lifeline.root", "..")).resolve(path).normalize();
    }
}
