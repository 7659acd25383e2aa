package dev.lifeline.cli;

import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        @Nullable String own = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "lifeline " + (own == null ? "(not packaged)" : own),
            "Kafka " + AppInfoParser.getVersion() + ", Java " + Runtime.version()
        };
    }
}
