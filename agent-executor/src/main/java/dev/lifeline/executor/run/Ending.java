package dev.lifeline.executor.run;

import dev.lifeline.schemas.ErrorCodes;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.ErrorDetail;
import dev.lifeline.schemas.avro.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a run ends. */
sealed interface Ending {

    /** The outcome by the contract's name. */
    String outcome();

    /** The answer, if there is one. */
    default @Nullable String result() {
        return null;
    }

    /** What the user is told if there is no answer. */
    default @Nullable ErrorDetail error() {
        return null;
    }

    /** The last event's section. */
    default Completed section(Usage usage, Duration duration) {
        return Completed.newBuilder()
                .setOutcome(outcome())
                .setResult(result())
                .setError(error())
                .setUsage(usage)
                .setDurationMs(duration.toMillis())
                .build();
    }

    /** Its steps could not be written for too long. */
    static Ending unrecorded() {
        return new Failed(
                ErrorCodes.EXECUTOR_LOST,
                "The service could not record the run's steps for too long and stopped it. Please"
                        + " start it again.");
    }

    /** The agent answered. */
    record Succeeded(String answer) implements Ending {
        @Override
        public String outcome() {
            return "SUCCEEDED";
        }

        @Override
        public String result() {
            return answer;
        }
    }

    /** A limit was reached, or something the run cannot do without failed. */
    record Failed(String code, String message) implements Ending {
        @Override
        public String outcome() {
            return "FAILED";
        }

        @Override
        public ErrorDetail error() {
            return new ErrorDetail(code, message);
        }
    }

    /** The user asked for it. */
    record Cancelled() implements Ending {
        @Override
        public String outcome() {
            return "CANCELLED";
        }

        @Override
        public ErrorDetail error() {
            return new ErrorDetail(ErrorCodes.CANCELLED_BY_USER, "The run was cancelled.");
        }
    }

    /** The deadline passed. */
    record TimedOut() implements Ending {
        @Override
        public String outcome() {
            return "TIMED_OUT";
        }

        @Override
        public ErrorDetail error() {
            return new ErrorDetail(
                    ErrorCodes.DEADLINE_EXCEEDED, "The run took longer than its deadline allows.");
        }
    }

    /** Its executor died, and nobody can finish it. */
    record Lost(String code, String message) implements Ending {

        /** Nothing more is known of why. */
        Lost() {
            this("Please start it again.");
        }

        /**
         * @param advice what the user can do about it
         */
        Lost(String advice) {
            this(
                    ErrorCodes.EXECUTOR_LOST,
                    "The service that worked on this run stopped. " + advice);
        }

        @Override
        public String outcome() {
            return "LOST";
        }

        @Override
        public ErrorDetail error() {
            return new ErrorDetail(code, message);
        }
    }
}
