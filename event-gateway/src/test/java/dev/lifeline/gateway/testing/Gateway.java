package dev.lifeline.gateway.testing;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.lifeline.schemas.UserKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;

/** The gateway under test, and the broker and the issuer it trusts. */
public final class Gateway {

    private Gateway() {}

    public static String bootstrapServers() {
        return property("kafka.bootstrap.servers");
    }

    public static Tokens tokens() {
        return new Tokens(Keys.privateKey(Path.of(property(GatewayStack.PRIVATE_KEY))));
    }

    public static Pen pen() {
        return new Pen(bootstrapServers());
    }

    public static URI http(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    public static URI stream(String query) {
        return URI.create("ws://localhost:" + port() + "/v1/stream" + query);
    }

    /** Waits until the gateway knows the agents, which it reads after its start. */
    public static void awaitAgents() {
        await("the gateway knows agents")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    var answer =
                            given().header("Authorization", "Bearer " + tokens().of("probe"))
                                    .get("/v1/agents");
                    return answer.statusCode() == 200
                            && answer.jsonPath().getList("agents").size()
                                    == GatewayStack.AGENTS.size();
                });
    }

    /** All records of the user's partition of a topic, as they are now. */
    public static List<ConsumerRecord<byte[], byte[]>> records(String topic, UserKey user) {
        return TopicRecords.of(bootstrapServers(), topic, user);
    }

    private static String port() {
        return property("quarkus.http.test-port");
    }

    private static String property(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
