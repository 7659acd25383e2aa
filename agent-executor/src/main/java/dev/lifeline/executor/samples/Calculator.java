package dev.lifeline.executor.samples;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.lifeline.executor.agent.Repeatable;

/** Arithmetic as a tool. */
final class Calculator {

    private static final int MAX_LENGTH = 200;

    @Tool(name = "calculator", value = "Evaluates an arithmetic expression.")
    @Repeatable
    String calculate(@P("such as 2 * (3 + 4) or sqrt(2)") String expression) throws BaseException {
        if (expression.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "The expression is longer than %d characters.".formatted(MAX_LENGTH));
        }
        return new Expression(expression)
                .evaluate()
                .getNumberValue()
                .stripTrailingZeros()
                .toPlainString();
    }
}
