package dev.lifeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code topics} on a broker with TLS, SASL and access control, by a file of client properties. */
class SecureTopicsIT {

    private static final String WITH = "--command-config";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static SecureBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = SecureBroker.start(directory);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void the_file_opens_the_cluster_and_the_documented_rights_are_enough() throws Exception {
        // given
        String provisioner = broker.clientProperties("provisioner", "right").toString();
        try (var admin = broker.admin()) {
            admin.createAcls(
                            Stream.of(
                                            AclOperation.DESCRIBE,
                                            AclOperation.DESCRIBE_CONFIGS,
                                            AclOperation.CREATE,
                                            AclOperation.ALTER_CONFIGS)
                                    .map(SecureTopicsIT::allowedToProvisioner)
                                    .toList())
                    .all()
                    .get();
        }

        // when rights have arrived
        await().atMost(Duration.ofMinutes(1))
                .until(() -> topics("apply", "60s", WITH, provisioner).exitCode() == 0);

        // then
        assertThat(topics("plan", "60s", WITH, provisioner).out())
                .isEqualTo("nothing to do" + System.lineSeparator());

        // when a setting is to be changed
        String[] longer = {WITH, provisioner, "--retention", "agent.dead-letters=60d"};

        // then
        assertThat(topics("apply", "60s", longer).exitCode()).isZero();
        assertThat(topics("plan", "60s", longer).exitCode()).isZero();
    }

    @Test
    void a_wrong_password_is_no_reason_to_wait() throws Exception {
        // given
        Path stranger = broker.clientProperties("admin", "wrong");

        // when
        var plan = topics("plan", "60s", WITH, stranger.toString());

        // then
        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.err()).contains("refuses", "Invalid username or password");
    }

    @Test
    void a_certificate_that_is_not_trusted_is_no_reason_to_wait() throws Exception {
        // given
        Path distrustful =
                Files.writeString(directory.resolve("tls.properties"), "security.protocol=SSL");

        // when
        var plan = topics("plan", "60s", WITH, distrustful.toString());

        // then
        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.err()).contains("refuses", "unable to find valid certification path");
    }

    @Test
    void topics_that_may_not_be_seen_are_not_taken_for_missing() throws Exception {
        // given
        Path guest = broker.clientProperties("guest", "right");

        // when
        var plan = topics("plan", "60s", WITH, guest.toString());

        // then
        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.err()).contains("Kafka could not describe agent.", "uthoriz");
    }

    @Test
    void without_a_file_the_way_to_give_one_is_said() {
        // when
        var plan = topics("plan", "1s");

        // then
        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.err()).contains("No Kafka answered", "--command-config");
    }

    @Test
    void a_file_that_is_no_use_is_named() throws Exception {
        // given
        var files =
                Map.of(
                        "nowhere.properties", "There is no file",
                        "escape.properties", "Malformed \\uxxxx encoding",
                        "protocol.properties", "security.protocol",
                        "truststore.properties", "nowhere.p12");
        Files.writeString(directory.resolve("escape.properties"), "password=C:\\users", UTF_8);
        Files.writeString(directory.resolve("protocol.properties"), "security.protocol=TLS");
        Files.writeString(
                directory.resolve("truststore.properties"),
                "security.protocol=SSL\nssl.truststore.location=nowhere.p12");

        files.forEach((name, complaint) -> {
            // when
            var file = directory.resolve(name).toString();
            var plan = topics("plan", "60s", WITH, file);

            // then
            assertThat(plan.exitCode()).as(name).isEqualTo(1);
            assertThat(plan.err()).as(name).contains(complaint, "--command-config");
        });
    }

    private static AclBinding allowedToProvisioner(AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "agent.", PatternType.PREFIXED),
                new AccessControlEntry(
                        "User:provisioner", "*", operation, AclPermissionType.ALLOW));
    }

    private static Invocation topics(String command, String patience, String... options) {
        var arguments =
                new String[] {
                    "topics",
                    command,
                    "--bootstrap-server",
                    broker.process().bootstrapServers(),
                    "--wait",
                    patience
                };
        return Invocation.of(
                Stream.of(arguments, options).flatMap(Arrays::stream).toArray(String[]::new));
    }
}
