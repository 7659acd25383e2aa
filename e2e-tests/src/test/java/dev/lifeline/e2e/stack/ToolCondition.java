package dev.lifeline.e2e.stack;

import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips what {@link Needs} a tool that is missing, and says so where a person sees it. */
final class ToolCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
                .flatMap(
                        needs -> Arrays.stream(needs.value()).filter(t -> !t.isThere()).findFirst())
                .map(tool -> skipped(context, tool))
                .orElseGet(() -> ConditionEvaluationResult.enabled("all tools are there"));
    }

    private static ConditionEvaluationResult skipped(ExtensionContext context, Tool missing) {
        System.err.printf("SKIPPED %s: %s%n", context.getDisplayName(), missing.lack());
        return ConditionEvaluationResult.disabled(missing.lack());
    }
}
