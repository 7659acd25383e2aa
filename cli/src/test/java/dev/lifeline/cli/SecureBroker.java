package dev.lifeline.cli;

import dev.lifeline.local.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

/** A broker that speaks TLS, asks for a password and lets only {@code admin} do anything. */
record SecureBroker(BrokerProcess process, Path certificate) implements AutoCloseable {

    private static final String PASSWORD = "changeit";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required";

    static SecureBroker start(Path directory) throws Exception {
        Path keys = directory.resolve("broker.p12");
        Path certificate = directory.resolve("broker.pem");
        keytool(
                keys,
                "-genkeypair -alias broker -keyalg EC -validity 2 -dname CN=broker -ext SAN=ip:127.0.0.1");
        keytool(keys, "-exportcert -rfc -alias broker -file " + certificate);
        return new SecureBroker(BrokerProcess.start(properties(keys, certificate)), certificate);
    }

    Admin admin() throws IOException {
        var settings = new Properties();
        try (var file = Files.newInputStream(clientProperties("admin", "right"))) {
            settings.load(file);
        }
        settings.put("bootstrap.servers", process.bootstrapServers());
        return Admin.create(settings);
    }

    /** The file that {@code --command-config} takes. */
    Path clientProperties(String user, String password) throws IOException {
        Path file = certificate.resolveSibling(user + "-" + password + ".properties");
        return Files.writeString(
                file,
                """
                security.protocol=SASL_SSL
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                sasl.mechanism=PLAIN
                sasl.jaas.config=%s username="%s" password="%s";
                """
                        .formatted(certificate, LOGIN, user, password));
    }

    private static Map<String, String> properties(Path keys, Path certificate) {
        return Map.ofEntries(
                Map.entry("listener.security.protocol.map", "CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("ssl.keystore.type", "PKCS12"),
                Map.entry("ssl.keystore.location", keys.toString()),
                Map.entry("ssl.keystore.password", PASSWORD),
                Map.entry("ssl.truststore.type", "PEM"),
                Map.entry("ssl.truststore.location", certificate.toString()),
                Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry(
                        "listener.name.client.plain.sasl.jaas.config",
                        LOGIN
                                + " username=admin password=right user_admin=right user_provisioner=right user_guest=right;"),
                Map.entry(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                // The broker comes to its own controller without a name.
                Map.entry("super.users", "User:admin;User:ANONYMOUS"));
    }

    private static void keytool(Path keys, String arguments) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString()));
        command.addAll(List.of(arguments.split(" ", -1)));
        command.addAll(
                List.of(
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD));
        int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException(command + " ended with " + exitCode);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
