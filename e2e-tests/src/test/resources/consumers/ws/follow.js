// Follows the events of many users, each over a WebSocket of their own, and prints what happens as lines of JSON. A
// connection that ends is made anew at another gateway, after the cursor that was stored last.
//
// usage: node follow.js USERS.json GATEWAY...     where USERS.json is [{"user": ..., "token": ...}, ...]

import { readFile } from "node:fs/promises";
import WebSocket from "ws";

const MOST_RETRY_MS = 200;

const [file, ...gateways] = process.argv.slice(2);

class Follower {
  cursor = null;
  leaveAt = null;

  constructor({ user, token }, number) {
    this.user = user;
    this.token = token;
    this.gateway = number % gateways.length;
  }

  say(kind, more = {}) {
    console.log(JSON.stringify({ kind, user: this.user, gateway: this.gateway, ...more }));
  }

  connect() {
    this.leaveAt = null;
    const url = new URL("/v1/stream", gateways[this.gateway].replace(/^http/, "ws"));
    if (this.cursor) {
      url.searchParams.set("cursor", this.cursor);
    }
    const headers = { Authorization: `Bearer ${this.token}` };
    const socket = new WebSocket(url, "lifeline.v1", { headers });
    socket.on("message", (text) => this.take(JSON.parse(text)));
    socket.on("error", (error) => this.say("error", { message: error.message }));
    socket.on("close", (code) => this.closed(code));
  }

  take(frame) {
    if (frame.event || frame.events) {
      const events = frame.events || [frame.event];
      this.say("events", { ids: events.map((event) => event.id) });
    } else if (frame.kind === "goaway") {
      this.leaveAt = Date.now() + frame.reconnectAfterMs;
      this.say("goaway", { after: frame.reconnectAfterMs });
      this.askWhetherReady();
    } else {
      this.say(frame.kind);
    }
    this.cursor = frame.cursor || frame.to || this.cursor;
  }

  closed(code) {
    this.say("close", { code });
    const wait = this.leaveAt ? this.leaveAt - Date.now() : Math.random() * MOST_RETRY_MS;
    const others = gateways.length - 1;
    this.gateway = (this.gateway + 1 + Math.floor(Math.random() * others)) % gateways.length;
    setTimeout(() => this.connect(), Math.max(0, wait));
  }

  async askWhetherReady() {
    const gateway = this.gateway;
    const status = await fetch(new URL("/q/health/ready", gateways[gateway])).then(
      (answer) => answer.status,
      () => 0,
    );
    console.log(JSON.stringify({ kind: "readiness", user: this.user, gateway, status }));
  }
}

const users = JSON.parse(await readFile(file, "utf8"));
users.map((user, number) => new Follower(user, number)).forEach((follower) => follower.connect());
