package dev.lifeline.executor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolMethodsTest {

    private static final ToolInvocation INVOCATION =
            new ToolInvocation("run", "default", "alice", "call_1", 1, Instant.EPOCH);

    private final dev.lifeline.executor.agent.Tool tool = ToolMethods.of(new Orders()).getFirst();

    @Test
    void callsTheMethodWithTheArgumentsThatTheModelWrote() throws Exception {
        assertThat(call("{\"item\":\"tea\",\"sizes\":[1,2]}"))
                .isEqualTo("\"tea [1, 2] for run:call_1\"");
    }

    @Test
    void derivesTheSchemaFromTheSignature() {
        assertThat(tool.name()).isEqualTo("order");
        assertThat(tool.specification().parameters().required())
                .containsExactlyInAnyOrder("item", "sizes");
        assertThat(tool.repeatable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"item\":      | the arguments are not valid JSON",
                "[]              | the arguments must be a JSON object",
                "{\"sizes\":[1]} | argument 'item' is missing",
                "{\"item\":\"a\",\"sizes\":\"b\"} | argument 'sizes' is not a List",
                "{\"item\":\"a\",\"sizes\":[1],\"colour\":1} | unknown argument [colour]; known: [item,",
                "{\"item\":\"a\",\"sizes\":[1],\"invocation\":{}} | unknown argument [invocation]",
            })
    void refusesArgumentsThatDoNotFitAndSaysWhy(String arguments, String reason) {
        assertThatThrownBy(() -> call(arguments))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void letsTheToolsOwnFailureThrough() {
        assertThatThrownBy(() -> call("{\"item\":\"none\",\"sizes\":[]}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sold out");
    }

    private String call(String arguments) throws Exception {
        return tool.body().call(arguments, INVOCATION);
    }

    /** A tool. */
    static final class Orders {

        @Tool(name = "order", value = "Orders an item.")
        String order(String item, ToolInvocation invocation, List<Integer> sizes) {
            if (item.equals("none")) {
                throw new IllegalStateException("sold out");
            }
            return item + " " + sizes + " for " + invocation.idempotencyKey();
        }
    }
}
