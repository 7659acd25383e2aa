package dev.lifeline.e2e.isolation;

import dev.lifeline.e2e.kafka.ScriptedRun;
import dev.lifeline.schemas.UserKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * What there is for one user to look at.
 *
 * @param beginning a cursor before all events of the user's
 * @param past a run that is over
 * @param open a run that has no event yet
 * @param last a run that is written after everybody's open one; with it all before it has been
 *     shown
 */
record Scene(
        UserKey user,
        Population population,
        String beginning,
        ScriptedRun past,
        ScriptedRun open,
        ScriptedRun last) {

    List<String> all() {
        return population.eventsFrom(user, 0);
    }

    List<String> fromNow() {
        return Stream.of(open, last).flatMap(run -> population.eventsOf(run).stream()).toList();
    }

    List<String> ofOpen() {
        return population.eventsOf(open);
    }

    List<String> ofPast() {
        return population.eventsOf(past);
    }
}
