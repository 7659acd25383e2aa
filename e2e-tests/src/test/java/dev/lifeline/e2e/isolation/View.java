package dev.lifeline.e2e.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Answer;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.EventStream;
import dev.lifeline.e2e.client.ServerSentEvents;
import dev.lifeline.schemas.contract.JsonContract;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The ways in which a user can look at events. */
public enum View {
    SOCKET_FROM_NOW {
        @Override
        Watch open(Api api, Scene scene) {
            return socket(api, "", scene, scene::fromNow);
        }
    },
    SOCKET_FROM_BEGINNING {
        @Override
        Watch open(Api api, Scene scene) {
            return socket(api, "?cursor=" + scene.beginning(), scene, scene::all);
        }
    },
    SOCKET_OF_OPEN_RUN {
        @Override
        Watch open(Api api, Scene scene) {
            return socket(api, "?runId=" + scene.open().runId(), scene, scene::ofOpen);
        }
    },
    SOCKET_OF_PAST_RUN {
        @Override
        Watch open(Api api, Scene scene) {
            return socket(api, "?runId=" + scene.past().runId(), scene, scene::ofPast);
        }
    },
    SSE_FROM_NOW {
        @Override
        Watch open(Api api, Scene scene) {
            return sse(api, "/v1/events", scene, scene::fromNow);
        }
    },
    SSE_FROM_BEGINNING {
        @Override
        Watch open(Api api, Scene scene) {
            return sse(api, "/v1/events?cursor=" + scene.beginning(), scene, scene::all);
        }
    },
    SSE_OF_OPEN_RUN {
        @Override
        Watch open(Api api, Scene scene) {
            return sse(api, events(scene.open().runId()), scene, scene::ofOpen);
        }
    },
    LINES_OF_OPEN_RUN {
        @Override
        Watch open(Api api, Scene scene) {
            return lines(api, events(scene.open().runId()), scene, scene::ofOpen);
        }
    },
    LINES_OF_PAST_RUN {
        @Override
        Watch open(Api api, Scene scene) {
            var path = events(scene.past().runId()) + "?follow=false";
            return lines(api, path, scene, scene::ofPast);
        }
    };

    /** Begins to look; what must come is judged when all has been written. */
    abstract Watch open(Api api, Scene scene);

    private static Watch socket(
            Api api, String query, Scene scene, Supplier<List<String>> expected) {
        EventStream stream = api.stream(query).awaitWelcome();
        return new Watch(
                scene.user(), "/v1/stream" + query, stream::events, expected, stream::close);
    }

    private static Watch sse(Api api, String path, Scene scene, Supplier<List<String>> expected) {
        ServerSentEvents answer = api.serverSentEvents(path);
        return new Watch(scene.user(), path, answer::events, expected, answer::close);
    }

    private static Watch lines(Api api, String path, Scene scene, Supplier<List<String>> expected) {
        var thread = Executors.newVirtualThreadPerTaskExecutor();
        var answer = CompletableFuture.supplyAsync(() -> api.get(path), thread);
        return new Watch(scene.user(), path, () -> events(answer), expected, thread::close);
    }

    /** None before the answer is whole. */
    private static List<JsonNode> events(CompletableFuture<Answer> answer) {
        return answer.isDone()
                ? answer.join().body().lines().map(JsonContract.strict()::event).toList()
                : List.of();
    }

    private static String events(String runId) {
        return "/v1/runs/" + runId + "/events";
    }
}
