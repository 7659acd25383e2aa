package dev.lifeline.executor;

import static org.awaitility.Awaitility.await;

import dev.lifeline.executor.run.ChildIds;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.ModelTurn;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.RequestedTool;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.avro.Started;
import dev.lifeline.schemas.avro.ToolCall;
import dev.lifeline.schemas.avro.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends commands and reads what happens, as a gateway would. */
final class LogProbe implements AutoCloseable {

    /** Each of the dead owned the partition in an epoch that nobody alive comes near to. */
    private static final AtomicLong EPOCHS_OF_THE_DEAD = new AtomicLong();

    private final Codec codec = new Codec();
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private String lastRunId = "";

    LogProbe(String bootstrapServers, int partitions) {
        this.partitions = partitions;
        // What is sent together is one batch, which the log takes as a whole.
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 50);
        producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var all =
                Stream.of(Topics.EVENTS, Topics.DEAD_LETTERS, Topics.CATALOG)
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Orders a run and returns its id. */
    String start(UserKey user, String agent, String input, @Nullable String deadline) {
        send(user, startCommand(user, agent, input, deadline));
        return lastRunId;
    }

    /** Orders the next run of a thread and returns its id. */
    String startAfter(String previousRunId, UserKey user, String agent, String input) {
        lastRunId = newRunId();
        var command = startRun(user, agent, input, null, null);
        command.setPreviousRunId(previousRunId);
        send(user, codec.encode(command));
        return lastRunId;
    }

    /**
     * Orders a run's end.
     *
     * @return when the log took the command, in its own milliseconds
     */
    long cancel(UserKey user, String runId) {
        byte[] command =
                codec.encode(
                        new CancelRun(runId, user.tenantId(), user.userId(), null, Instant.now()));
        try {
            return producer.send(record(user, command)).get().timestamp();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** When the log took an event, in its own milliseconds. */
    long time(AgentEvent event) {
        return records.stream()
                .filter(record -> event.getId().equals(Headers.text(record.headers(), Headers.ID)))
                .findFirst()
                .orElseThrow()
                .timestamp();
    }

    /** Orders a run as part of a trace and returns its id. */
    String startTraced(UserKey user, String agent, String input, String traceparent) {
        send(user, startCommand(user, agent, input, null, traceparent));
        return lastRunId;
    }

    /** Writes a run with an open tool, as an executor that took the partition and then died. */
    String abandonedRun(UserKey user, String traceparent) {
        return abandonedRun(
                user,
                List.of(
                        event(user, EventTypes.AGENT_STARTED)
                                .setTraceparent(traceparent)
                                .setStarted(started("go")),
                        event(user, EventTypes.TOOL_EXECUTING)
                                .setTraceparent(traceparent)
                                .setToolCall(new ToolCall(1, "call_1", "search", "{}"))));
    }

    /** Writes a run of {@code researcher}, as an executor that died while its tool was at work. */
    String abandonedSearch(UserKey user, String question) {
        return abandonedRun(user, openSearch(user, question));
    }

    private static List<AgentEvent.Builder> openSearch(UserKey user, String question) {
        String query = "{\"query\":\"%s\"}".formatted(question);
        return List.of(
                event(user, EventTypes.AGENT_STARTED).setStarted(started(question)),
                event(user, EventTypes.MODEL_COMPLETED)
                        .setTurn(turn(new RequestedTool("call_search", "search_documents", query))),
                event(user, EventTypes.TOOL_EXECUTING)
                        .setToolCall(new ToolCall(1, "call_search", "search_documents", query)));
    }

    private static ModelTurn turn(RequestedTool call) {
        return new ModelTurn(1, "Let me see.", List.of(call), null, new Usage(7L, 5L, 1, 0));
    }

    /**
     * Writes a run of {@code editor} that has asked {@code researcher}, as an executor that died
     * while the editor waited for that.
     *
     * @param answered whether the researcher's run had ended; else a tool of it was at work
     */
    String abandonedFamily(UserKey user, String question, boolean answered) {
        String input = "{\"input\":\"%s\"}".formatted(question);
        var call = new RequestedTool("call_researcher", "ask_researcher", input);
        lastRunId = newRunId();
        long epoch = takenByTheDead(user);
        write(
                user,
                epoch,
                lastRunId,
                List.of(
                        editor(user, EventTypes.AGENT_STARTED).setStarted(started(question)),
                        editor(user, EventTypes.MODEL_COMPLETED).setTurn(turn(call))));
        var announcement =
                complete(
                        editor(user, EventTypes.TOOL_EXECUTING)
                                .setToolCall(
                                        new ToolCall(
                                                1, "call_researcher", "ask_researcher", input)),
                        epoch,
                        lastRunId,
                        3);
        write(user, announcement);
        var child = answered ? answeredSearch(user, question) : openSearch(user, question);
        child.forEach(event -> event.setParentRunId(lastRunId));
        write(user, epoch, ChildIds.of(announcement), child);
        producer.flush();
        return lastRunId;
    }

    private static AgentEvent.Builder editor(UserKey user, String type) {
        return event(user, type).setAgent("editor");
    }

    private static List<AgentEvent.Builder> answeredSearch(UserKey user, String question) {
        return List.of(
                event(user, EventTypes.AGENT_STARTED).setStarted(started(question)),
                event(user, EventTypes.AGENT_COMPLETED)
                        .setCompleted(
                                new Completed(
                                        "SUCCEEDED",
                                        "They turn. Some flash.",
                                        null,
                                        new Usage(0L, 0L, 0, 0),
                                        0L)));
    }

    private String abandonedRun(UserKey user, List<AgentEvent.Builder> events) {
        lastRunId = newRunId();
        write(user, takenByTheDead(user), lastRunId, events);
        producer.flush();
        return lastRunId;
    }

    private long takenByTheDead(UserKey user) {
        long epoch = EPOCHS_OF_THE_DEAD.addAndGet(1_000);
        var owner = new OwnerControl("executor-gone", epoch, 0, null);
        write(
                user.partition(partitions),
                null,
                codec.encode(owner),
                Headers.control(Headers.OWNER));
        return epoch;
    }

    private void write(UserKey user, long epoch, String runId, List<AgentEvent.Builder> events) {
        for (int i = 0; i < events.size(); i++) {
            write(user, complete(events.get(i), epoch, runId, i + 1));
        }
    }

    private AgentEvent complete(AgentEvent.Builder event, long epoch, String runId, int sequence) {
        return event.setId(runId + ":" + sequence)
                .setRunId(runId)
                .setThreadId(lastRunId)
                .setSequence(sequence)
                .setOwnerEpoch(epoch)
                .build();
    }

    private void write(UserKey user, AgentEvent event) {
        write(user.partition(partitions), user.bytes(), codec.encode(event), Headers.of(event));
    }

    private static Started started(String input) {
        return new Started(input, Instant.now().plusSeconds(60), "m");
    }

    private void write(int partition, byte @Nullable [] key, byte[] value, RecordHeaders headers) {
        var _ =
                producer.send(
                        new ProducerRecord<>(Topics.EVENTS, partition, null, key, value, headers));
    }

    private static AgentEvent.Builder event(UserKey user, String type) {
        return AgentEvent.newBuilder()
                .setType(type)
                .setAttempt(1)
                .setTenantId(user.tenantId())
                .setUserId(user.userId())
                .setAgent("researcher")
                .setExecutorId("executor-gone")
                .setOccurredAt(Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    byte[] startCommand(UserKey user, String agent, String input, @Nullable String deadline) {
        return startCommand(user, agent, input, deadline, null);
    }

    private byte[] startCommand(
            UserKey user,
            String agent,
            String input,
            @Nullable String deadline,
            @Nullable String traceparent) {
        lastRunId = newRunId();
        return codec.encode(startRun(user, agent, input, deadline, traceparent));
    }

    private StartRun startRun(
            UserKey user,
            String agent,
            String input,
            @Nullable String deadline,
            @Nullable String traceparent) {
        return new StartRun(
                lastRunId,
                user.tenantId(),
                user.userId(),
                agent,
                input,
                lastRunId,
                null,
                deadline,
                Instant.now(),
                traceparent);
    }

    String lastRunId() {
        return lastRunId;
    }

    void send(UserKey user, byte[] command) {
        var _ = producer.send(record(user, command));
    }

    private ProducerRecord<byte[], byte[]> record(UserKey user, byte[] command) {
        return new ProducerRecord<>(
                Topics.COMMANDS, user.partition(partitions), user.bytes(), command);
    }

    /** The run's events so far, in the order of the log. */
    List<AgentEvent> events(String runId) {
        read();
        return records.stream()
                .filter(record -> record.topic().equals(Topics.EVENTS))
                .filter(record -> Headers.text(record.headers(), Headers.CONTROL) == null)
                .filter(record -> runId.equals(Headers.text(record.headers(), Headers.SUBJECT)))
                .map(this::decode)
                .toList();
    }

    /** The runs so far that tools of that run have started. */
    List<String> children(String runId) {
        read();
        return records.stream()
                .filter(record -> record.topic().equals(Topics.EVENTS))
                .filter(record -> Headers.text(record.headers(), Headers.CONTROL) == null)
                .map(this::decode)
                .filter(event -> runId.equals(event.getParentRunId()))
                .map(AgentEvent::getRunId)
                .distinct()
                .toList();
    }

    List<AgentEvent> awaitEnd(String runId, Duration patience) {
        await().atMost(patience)
                .until(() ->
                        events(runId).stream()
                                .anyMatch(e -> e.getType().equals("agent_completed")));
        return events(runId);
    }

    /** What the owners of a partition of events have said so far, in the order of the log. */
    Stream<Control> controls(int partition) {
        return records(Topics.EVENTS).stream()
                .filter(record -> record.partition() == partition)
                .filter(record -> Headers.text(record.headers(), Headers.CONTROL) != null)
                .map(this::control);
    }

    private Control control(ConsumerRecord<byte[], byte[]> record) {
        try {
            var control = codec.decode(record.value(), OwnerControl.class);
            return new Control(
                    String.valueOf(Headers.text(record.headers(), Headers.CONTROL)),
                    control.getExecutorId(),
                    control.getOwnerEpoch());
        } catch (UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    /** A control record. */
    record Control(String kind, String executorId, long epoch) {}

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return records(Topics.DEAD_LETTERS);
    }

    /** The topic's records so far. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        read();
        return records.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    private void read() {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }

    private AgentEvent decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return codec.decode(record.value(), AgentEvent.class);
        } catch (UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    private static String newRunId() {
        var random = ThreadLocalRandom.current();
        long time = Instant.now().toEpochMilli();
        return new UUID(
                        (time << 16) | 0x7000 | random.nextInt(0x1000),
                        Long.MIN_VALUE | (random.nextLong() >>> 2))
                .toString();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
