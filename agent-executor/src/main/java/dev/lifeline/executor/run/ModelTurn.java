package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.AGENT_THINKING;
import static dev.lifeline.schemas.EventTypes.MESSAGE_DELTA;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.lifeline.schemas.avro.MessageDelta;
import dev.lifeline.schemas.avro.Thinking;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One call of the model: hands what it streams from the model's threads to the run's, which writes
 * it in pieces bounded by time and size. The queue between them is bounded; a model that is faster
 * than the log waits.
 */
final class ModelTurn {

    private static final Logger LOG = Logger.getLogger(ModelTurn.class);

    private final int step;
    private final String messageId;
    private final RunJournal journal;
    private final StopSignal stop;
    private final Duration interval;
    private final int size;
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(256);
    private final StringBuilder pending = new StringBuilder();
    private boolean pendingIsThinking;
    private long pendingSince;
    private int index;
    private volatile boolean abandoned;

    ModelTurn(
            int step,
            String messageId,
            RunJournal journal,
            StopSignal stop,
            Duration interval,
            int size) {
        this.step = step;
        this.messageId = messageId;
        this.journal = journal;
        this.stop = stop;
        this.interval = interval;
        this.size = size;
    }

    /** Calls the model and writes what it streams until the turn ends. */
    TurnOutcome take(StreamingChatModel model, ChatRequest request) {
        try {
            model.chat(request, new Listener());
            return follow();
        } catch (RuntimeException e) {
            if (e instanceof dev.lifeline.executor.log.OwnershipLostException) {
                throw e;
            }
            return failed(e);
        } finally {
            abandoned = true;
            signals.clear();
        }
    }

    private TurnOutcome follow() {
        while (true) {
            var stopped = stop.reason();
            if (stopped != null) {
                return new TurnOutcome.Stopped(stopped);
            }
            var outcome = handle(next());
            if (outcome != null) {
                return outcome;
            }
        }
    }

    private @Nullable Signal next() {
        try {
            return signals.poll(interval.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a run's thread is never interrupted", e);
        }
    }

    private @Nullable TurnOutcome handle(@Nullable Signal signal) {
        switch (signal) {
            case null -> flush();
            case Signal.Text text -> add(text);
            case Signal.Done done -> {
                flush();
                return new TurnOutcome.Said(done.response());
            }
            case Signal.Broken broken -> {
                flush();
                return failed(broken.failure());
            }
        }
        return null;
    }

    private void add(Signal.Text text) {
        if (text.isThinking() != pendingIsThinking) {
            flush();
        }
        if (pending.isEmpty()) {
            pendingSince = System.nanoTime();
        }
        pendingIsThinking = text.isThinking();
        pending.append(text.text());
        if (pending.length() >= size || System.nanoTime() - pendingSince >= interval.toNanos()) {
            flush();
        }
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        String text = pending.toString();
        pending.setLength(0);
        if (pendingIsThinking) {
            journal.announce(AGENT_THINKING, event -> event.setThinking(new Thinking(step, text)));
        } else {
            int number = index++;
            journal.announce(
                    MESSAGE_DELTA,
                    event -> event.setMessage(new MessageDelta(step, messageId, text, number)));
        }
    }

    private static TurnOutcome failed(Throwable failure) {
        // The endpoint's own words may hold keys and addresses: they go to the log only.
        LOG.warnf("the model failed: %s", failure);
        LOG.debugf(failure, "the model failed");
        return new TurnOutcome.Failed(
                switch (failure) {
                    case RateLimitException e -> "The model is overloaded. Please try again later.";
                    case AuthenticationException e ->
                            "The model refused this service's credentials. Please tell its operator.";
                    case TimeoutException e -> "The model did not answer in time.";
                    default -> "The model failed. Please try again.";
                },
                failure.getClass().getName());
    }

    /** What the model's threads hand over. */
    private sealed interface Signal {
        record Text(boolean isThinking, String text) implements Signal {}

        record Done(ChatResponse response) implements Signal {}

        record Broken(Throwable failure) implements Signal {}
    }

    /** Runs on the model's threads. */
    private final class Listener implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(PartialResponse response, PartialResponseContext context) {
            text(false, response.text(), context.streamingHandle());
        }

        @Override
        public void onPartialThinking(PartialThinking thinking, PartialThinkingContext context) {
            text(true, thinking.text(), context.streamingHandle());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            put(new Signal.Done(response));
        }

        @Override
        public void onError(Throwable error) {
            put(new Signal.Broken(error));
        }

        private void text(boolean isThinking, @Nullable String text, StreamingHandle handle) {
            if (abandoned) {
                handle.cancel();
            } else if (text != null && !text.isEmpty()) {
                put(new Signal.Text(isThinking, text));
            }
        }

        private void put(Signal signal) {
            try {
                while (!abandoned && !signals.offer(signal, 100, TimeUnit.MILLISECONDS)) {
                    // The log is slower than the model: the model waits.
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
