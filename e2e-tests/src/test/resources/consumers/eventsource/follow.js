// Follows the user's events until a run has ended, and prints each message as a line of JSON. Each
// time it connects it goes to the next gateway of its list, as through a load balancer; where it
// goes on is the library's own doing, which sends the last id that it was given.
//
// usage: TOKEN=... node follow.js PATH GATEWAY...

import { EventSource } from "eventsource";

const KINDS = ["welcome", "event", "events", "caught_up", "heartbeat", "gap", "goaway"];

const [path, ...gateways] = process.argv.slice(2);
let attempt = 0;

const source = new EventSource(new URL(path, gateways[0]), {
  fetch: (_, init) => {
    const gateway = gateways[Math.min(attempt, gateways.length - 1)];
    attempt += 1;
    return fetch(new URL(path, gateway), {
      ...init,
      headers: { ...init.headers, Authorization: `Bearer ${process.env.TOKEN}` },
    });
  },
});

for (const kind of KINDS) {
  source.addEventListener(kind, (message) => {
    const frame = JSON.parse(message.data);
    console.log(JSON.stringify({ attempt, kind, id: message.lastEventId, frame }));
    const events = frame.event ? [frame.event] : frame.events || [];
    if (events.some((event) => event.type === "agent_completed")) {
      source.close();
    }
  });
}

source.addEventListener("error", (error) => {
  console.error(`attempt ${attempt}: ${error.code ?? ""} ${error.message ?? "the stream ended"}`);
  if (source.readyState === EventSource.CLOSED) {
    process.exit(2);
  }
});
