package dev.lifeline.e2e;

import static dev.lifeline.e2e.isolation.Doors.requireClosed;
import static dev.lifeline.e2e.isolation.Doors.requireProblem;
import static dev.lifeline.e2e.isolation.Visitors.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CursorParts;
import dev.lifeline.e2e.drills.Seeds;
import dev.lifeline.e2e.isolation.AtOnce;
import dev.lifeline.e2e.isolation.Doors;
import dev.lifeline.e2e.isolation.Forgery;
import dev.lifeline.e2e.isolation.Names;
import dev.lifeline.e2e.isolation.Population;
import dev.lifeline.e2e.isolation.Views;
import dev.lifeline.e2e.isolation.Visitors;
import dev.lifeline.e2e.kafka.EventPen;
import dev.lifeline.e2e.stack.Broker;
import dev.lifeline.e2e.stack.GatewayFleet;
import dev.lifeline.e2e.stack.Issuer;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two hundred users, whatever they try: each sees all of their own, and nothing of anybody else's.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES) // a stranger who is let in would wait for ever
class IsolationIT {

    private static final int USERS = 200;
    private static final int EVENTS = 8;
    private static final int NOT_AUTHENTICATED = 4001;
    private static final int FORBIDDEN = 4003;
    private static final int BAD_CURSOR = 4004;

    private final Broker broker = Broker.process();
    private final GatewayFleet gateways = GatewayFleet.start(broker, 2);
    private final EventPen pen = new EventPen(broker.bootstrapServers());
    private final Population population = new Population(pen, Names.users(USERS));
    private final Visitors visitors = new Visitors(gateways, population);

    @BeforeAll
    void write_a_run_of_each_user_that_is_over() {
        population.write(population.order(), EVENTS);
    }

    @AfterAll
    void stop() {
        pen.close();
        gateways.close();
        broker.close();
    }

    static IntStream seeds() {
        return Seeds.of(1, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void each_user_sees_all_of_their_own_and_nothing_of_anybody_elses(
            int seed, TestReporter reporter) throws Exception {
        // given
        var open = population.order();
        var last = population.order();
        try (var views = Views.open(gateways, population, open, last, seed)) {

            // when
            population.write(open, EVENTS);
            population.write(last, 2);

            // then
            reporter.publishEntry(views.requireExactlyOwn());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void somebody_elses_run_is_unknown(int seed) throws Exception {
        AtOnce.forEach(
                population.users(), user -> lookAtARunOfSomebodyElse(user, random(user, seed)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void somebody_elses_cursor_shows_ones_own_or_is_refused(int seed) throws Exception {
        AtOnce.forEach(
                population.users(),
                user -> goOnFromACursorOfSomebodyElse(user, random(user, seed)));
    }

    @Test
    void a_forged_cursor_grants_nothing() throws Exception {
        AtOnce.forEach(Names.alike(), this::forgeCursors);
    }

    @ParameterizedTest
    @EnumSource
    void a_forged_token_opens_nothing(Forgery forgery) throws Exception {
        AtOnce.forEach(
                Names.alike(), user -> requireNoGood(user, forgery.token(gateways.issuer(), user)));
    }

    @Test
    void a_token_opens_nothing_any_more_when_it_has_expired() throws Exception {
        AtOnce.forEach(
                Names.alike(),
                user -> {
                    // given: good for as long as the tolerated skew of the clocks
                    var soon = Instant.now().plusSeconds(2).getEpochSecond();
                    var token =
                            gateways.issuer()
                                    .sign(Issuer.with(GatewayFleet.claims(user), "exp", soon));

                    // when
                    try (var stream = new Api(gateways.uri(0), token).stream("").awaitWelcome()) {
                        assertThat(stream.awaitClosed()).isEqualTo(NOT_AUTHENTICATED);
                    }

                    // then
                    requireNoGood(user, token);
                });
    }

    @Test
    void another_users_good_token_ends_a_stream() throws Exception {
        var users = Names.alike();
        AtOnce.forEach(
                users,
                user -> {
                    var neighbour = users.get((users.indexOf(user) + 1) % users.size());
                    try (var stream = api(user).stream("").awaitWelcome()) {
                        stream.send(Doors.authenticate(gateways.token(neighbour)));
                        assertThat(stream.awaitClosed()).isEqualTo(FORBIDDEN);
                        assertThat(stream.events()).isEmpty();
                    }
                });
    }

    private void lookAtARunOfSomebodyElse(UserKey user, Random random) {
        var runId = population.runOf(population.somebodyElse(user, random)).runId();
        var api = visitors.api(user, random);
        requireClosed(api.stream("?runId=" + runId), FORBIDDEN);
        var run = "/v1/runs/" + runId;
        var answer =
                switch (random.nextInt(4)) {
                    case 0 -> api.get(run);
                    case 1 -> api.get(run + "/events");
                    case 2 -> api.get(run + "/events?follow=false&from=2");
                    default -> api.post(run + "/cancel", "");
                };
        requireProblem(answer, 404, "unknown-run");
    }

    private void goOnFromACursorOfSomebodyElse(UserKey user, Random random) {
        var cursor = visitors.cursorOf(population.somebodyElse(user, random), random);
        var parts = CursorParts.of(cursor);
        var api = visitors.api(user, random);
        if (parts.partition() == EventPen.partition(user)) {
            assertThat(visitors.shownAfter(cursor, user))
                    .as("events of %s after another's cursor", user)
                    .isEqualTo(population.eventsFrom(user, parts.offset()));
        } else {
            requireClosed(api.stream("?cursor=" + cursor), BAD_CURSOR);
            requireProblem(api.get("/v1/events?cursor=" + cursor), 400, "bad-cursor");
        }
    }

    private void forgeCursors(UserKey user) {
        var own = CursorParts.of(visitors.cursorOf(user, random(user, 1)));
        var all = population.eventsFrom(user, 0);
        var elsewhere = own.inPartition((own.partition() + 1) % Topics.LOCAL_PARTITIONS);

        assertThat(visitors.shownAfter(own.atOffset(0).text(), user)).isEqualTo(all);
        assertThat(visitors.shownAfterGap("foreign_log", own.ofAnotherLog(), user)).isEqualTo(all);
        assertThat(visitors.shownAfterGap("truncated", own.atOffset(1L << 40), user)).isEmpty();
        requireClosed(api(user).stream("?cursor=" + elsewhere.text()), BAD_CURSOR);
    }

    private void requireNoGood(UserKey user, String token) {
        var stranger = new Api(gateways.uri(random(user, 1).nextInt()), token);
        Doors.requireShut(stranger, population.runOf(user).runId());
        Doors.requireRefusedInFrame(api(user), token);
    }

    private Api api(UserKey user) {
        return visitors.api(user, random(user, 1));
    }
}
