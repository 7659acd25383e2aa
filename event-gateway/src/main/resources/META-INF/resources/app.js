"use strict";

/* Lifeline's page: users, one stream per chosen user, the events of one run. Everything that comes
   from outside is inserted as text, never as markup. */

const $ = (id) => document.getElementById(id);

/* ---- Users: tokens live in this tab only ---- */

const users = {
  key: "lifeline.tokens",
  all() {
    return JSON.parse(sessionStorage.getItem(this.key) || "[]");
  },
  /** The claims of a token; the server checks it, the page only shows it. */
  claims(token) {
    try {
      const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
      const bytes = Uint8Array.from(atob(part), (c) => c.charCodeAt(0));
      const claims = JSON.parse(new TextDecoder().decode(bytes));
      return typeof claims.sub === "string" ? claims : null;
    } catch {
      return null;
    }
  },
  name(claims) {
    const tenant = claims.tenant || "default";
    return tenant === "default" ? claims.sub : `${claims.sub} (${tenant})`;
  },
  /** Adds a token; a newer one of the same user takes the older one's place. */
  add(token) {
    const claims = this.claims(token);
    if (!claims) {
      return null;
    }
    const name = this.name(claims);
    const others = this.all().filter((t) => this.name(this.claims(t)) !== name);
    sessionStorage.setItem(this.key, JSON.stringify([...others, token]));
    return name;
  },
  token(name) {
    return this.all().find((t) => this.name(this.claims(t)) === name);
  },
};

/* ---- Messages ---- */

function showError(text) {
  $("error").textContent = text;
  $("error").hidden = !text;
}

function showConnection(state, text) {
  $("connection").dataset.state = state;
  $("connection").textContent = text;
}

/* ---- HTTP ---- */

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, {
      ...options,
      headers: { ...options.headers, Authorization: `Bearer ${stream.token}` },
    });
  } catch {
    throw new Error("The gateway cannot be reached. Is it running?");
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    const error = new Error(problem.detail || `The gateway answered ${response.status}.`);
    error.status = response.status;
    throw error;
  }
  return response;
}

/* ---- The stream: one WebSocket, resumed by cursor ---- */

const stream = {
  user: null,
  token: null,
  socket: null,
  retry: 0,
  timer: null,
  silence: null,
  away: null,
  /** Called once, when the first connection stands: from then on nothing new is missed. */
  stands: () => {},

  open(user) {
    this.close();
    this.user = user;
    this.token = users.token(user);
    this.retry = 0;
    this.connect();
  },

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    if (this.socket) {
      this.socket.onclose = null;
      this.socket.close();
      this.socket = null;
    }
  },

  get cursor() {
    return sessionStorage.getItem(`lifeline.cursor.${this.user}`);
  },
  set cursor(value) {
    sessionStorage.setItem(`lifeline.cursor.${this.user}`, value);
  },
  forgetCursor() {
    sessionStorage.removeItem(`lifeline.cursor.${this.user}`);
  },

  connect() {
    showConnection("connecting", "Connecting …");
    this.away = null;
    const url = new URL("v1/stream", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.hash = "";
    url.search = this.cursor ? `?cursor=${encodeURIComponent(this.cursor)}` : "";
    const bearer = `quarkus-http-upgrade#Authorization#${encodeURIComponent(`Bearer ${this.token}`)}`;
    const socket = new WebSocket(url, ["lifeline.v1", "bearer-token-carrier", bearer]);
    socket.onmessage = (message) => this.take(JSON.parse(message.data));
    socket.onclose = (event) => this.closed(event);
    this.socket = socket;
    this.watch();
  },

  /** Three missed heartbeats: the connection is dead, whatever the browser believes. */
  watch() {
    clearTimeout(this.silence);
    const socket = this.socket;
    this.silence = setTimeout(() => {
      if (socket === this.socket) {
        socket.onclose = null;
        socket.close();
        this.reconnect();
      }
    }, 30000);
  },

  take(frame) {
    this.watch();
    switch (frame.kind) {
      case "welcome":
        showConnection("catching-up", "Catching up …");
        if (!this.cursor) this.cursor = frame.cursor;
        this.stands();
        return;
      case "event":
        runs.add(frame.event);
        break;
      case "events":
        showConnection("catching-up", "Catching up …");
        frame.events.forEach((event) => runs.add(event));
        break;
      case "caught_up":
        this.retry = 0;
        showConnection("live", `Live as ${this.user}`);
        break;
      case "gap":
        runs.gap(frame.reason);
        this.cursor = frame.to;
        return;
      case "goaway":
        this.away = frame.reconnectAfterMs;
        return;
      case "error":
        showError(frame.message);
        return;
    }
    if (frame.cursor) this.cursor = frame.cursor;
  },

  closed(event) {
    this.socket = null;
    clearTimeout(this.silence);
    const reason = event.reason || "The connection was refused.";
    if (event.code === 4001) {
      showConnection("expired", "Token not accepted");
      showError(`${sentence(reason)} Add a fresh token for ${this.user}.`);
      $("users").open = true;
    } else if (event.code === 4004) {
      this.forgetCursor();
      showError("The place to resume from was not accepted; what was missed meanwhile is not shown.");
      this.reconnect();
    } else if (event.code === 4003 || event.code === 4008) {
      showConnection("refused", "Refused");
      showError(sentence(reason));
    } else {
      this.reconnect();
    }
  },

  reconnect() {
    const backoff = Math.min(30000, 500 * 2 ** this.retry++) * (0.5 + Math.random());
    const delay = this.away === null ? backoff : this.away;
    const at = Date.now() + delay;
    clearTimeout(this.timer);
    const wait = () => {
      const left = at - Date.now();
      if (left <= 0) {
        this.connect();
      } else {
        showConnection("reconnecting", `Reconnecting in ${Math.ceil(left / 1000)} s`);
        this.timer = setTimeout(wait, Math.min(left, 1000));
      }
    };
    wait();
  },
};

function sentence(text) {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?…]$/.test(trimmed) ? "" : ".");
}

/* ---- Runs: what the stream told, and the one that is shown ---- */

const runs = {
  known: new Map(),
  shown: null,

  reset() {
    this.known.clear();
    this.show(null);
  },

  /** Takes an event once, however often it comes. */
  add(event) {
    const isNew = !this.known.has(event.runId) || !this.of(event.runId).agent;
    const run = this.of(event.runId);
    if (run.events.has(event.sequence)) return;
    run.agent = event.agent;
    run.events.set(event.sequence, event);
    run.ended = run.ended || event.type === "agent_completed";
    if (!this.shown) {
      this.show(event.runId);
    } else if (event.runId === this.shown) {
      timeline.add(event);
      this.refreshCancel();
    }
    if (isNew) this.refreshChooser();
  },

  of(runId) {
    if (!this.known.has(runId)) {
      this.known.set(runId, { agent: "", events: new Map(), ended: false });
    }
    return this.known.get(runId);
  },

  gap(reason) {
    timeline.note("gap", gapText(reason));
  },

  show(runId) {
    this.shown = runId;
    timeline.clear();
    if (runId) {
      sessionStorage.setItem(`lifeline.run.${stream.user}`, runId);
      const events = [...this.of(runId).events.values()];
      events.sort((a, b) => a.sequence - b.sequence).forEach((event) => timeline.add(event));
    }
    this.refreshChooser();
    this.refreshCancel();
  },

  refreshCancel() {
    const ended = this.shown && this.of(this.shown).ended;
    $("cancel").hidden = !this.shown || ended;
    $("following").hidden = !ended;
  },

  /** Whether the next run goes on with the conversation of the one shown. */
  isFollowed() {
    return !$("following").hidden && $("follow").checked;
  },

  refreshChooser() {
    const options = [...this.known].reverse().map(([id, run]) => {
      const option = new Option(`${run.agent || "run"} · ${id.slice(-6)}`, id);
      option.selected = id === this.shown;
      return option;
    });
    $("shown").replaceChildren(...options);
    $("shown").hidden = options.length < 2;
  },
};

function gapText(reason) {
  switch (reason) {
    case "retention":
      return "Older events have been deleted; the stream goes on with the oldest that are left.";
    case "foreign_log":
      return "The log was replaced; the stream begins anew.";
    case "truncated":
      return "The log lost its newest records; events may be missing here.";
    default:
      return "A record could not be read; an event may be missing here.";
  }
}

/* ---- The timeline ---- */

const timeline = {
  tools: new Map(),
  messages: new Map(),

  clear() {
    this.tools.clear();
    this.messages.clear();
    $("events").replaceChildren();
    $("answer").textContent = "";
    $("result").hidden = true;
    $("empty").hidden = false;
  },

  add(event) {
    const item = this.item(event.type, event.sequence, time(event.occurredAt));
    item.body.append(text("span", "type", title(event)));
    this.pair(event, item.body);
    const detail = describe(event);
    if (detail) item.body.append(text("p", "detail", detail));
    this.answer(event);
  },

  note(type, words) {
    const item = this.item(type, "", "");
    item.body.append(text("span", "type", words));
  },

  item(type, sequence, when) {
    const item = document.createElement("li");
    item.dataset.type = type;
    item.dataset.sequence = sequence;
    const body = document.createElement("div");
    body.className = "body";
    item.append(text("span", "sequence", sequence), text("span", "time", when), body);
    $("events").append(item);
    $("empty").hidden = true;
    return { item, body };
  },

  /** A tool's announcement carries its state until its result is there. */
  pair(event, body) {
    const id = event.data && event.data.toolCallId;
    if (event.type === "tool_executing") {
      const state = text("span", "state", "running");
      this.tools.set(id, state);
      body.append(state);
    } else if (event.type === "tool_completed" && this.tools.has(id)) {
      const state = this.tools.get(id);
      state.textContent = `${event.data.status} · ${event.data.durationMs} ms`;
      state.dataset.good = event.data.status === "OK";
    } else if (event.type === "agent_completed") {
      const state = text("span", "state", event.data.outcome);
      state.dataset.good = event.data.outcome === "SUCCEEDED";
      body.append(state);
    }
  },

  /** The answer is the last message, put together from its pieces, or the run's result. */
  answer(event) {
    let words = null;
    if (event.type === "message_delta") {
      const id = event.data.messageId;
      words = (this.messages.get(id) || "") + event.data.delta;
      this.messages.set(id, words);
    } else if (event.type === "agent_completed" && event.data.result) {
      words = event.data.result;
    }
    if (words !== null) {
      $("answer").textContent = words;
      $("result").hidden = false;
    }
  },
};

function text(tag, className, words) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = words;
  return element;
}

function time(iso) {
  const date = new Date(iso);
  const millis = String(date.getMilliseconds()).padStart(3, "0");
  return `${date.toLocaleTimeString([], { hour12: false })}.${millis}`;
}

function title(event) {
  const data = event.data || {};
  switch (event.type) {
    case "agent_started":
      return `${event.agent} started`;
    case "agent_thinking":
      return "Thinking";
    case "message_delta":
      return "";
    case "model_completed":
      return "Model turn complete";
    case "tool_executing":
      return `Tool ${data.toolName}`;
    case "tool_completed":
      return `${data.toolName} done`;
    case "agent_completed":
      return `${event.agent} completed`;
    default:
      return event.type;
  }
}

function describe(event) {
  const data = event.data || {};
  const problem = data.error ? `${data.error.message} (${data.error.code})` : "";
  switch (event.type) {
    case "agent_started":
      return data.input;
    case "agent_thinking":
      return data.text;
    case "message_delta":
      return data.delta;
    case "model_completed":
      return data.toolCalls.length ? `asks for ${data.toolCalls.map((c) => c.toolName).join(", ")}` : "";
    case "tool_executing":
      return json(data.arguments);
    case "tool_completed":
      return problem || json(data.result);
    case "agent_completed":
      return problem || `in ${data.durationMs} ms`;
    default:
      return json(data);
  }
}

function json(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/* ---- Choosing and starting ---- */

/** Whether the user has started a run here, which is then the one to show. */
let started = false;

function refreshUsers(selected) {
  const names = users.all().map((token) => users.name(users.claims(token)));
  $("user").replaceChildren(...names.map((name) => new Option(name, name)));
  $("user").disabled = names.length === 0;
  $("users").open = names.length === 0;
  if (names.length) {
    const name = names.includes(selected) ? selected : names[names.length - 1];
    $("user").value = name;
    choose(name);
  }
}

async function choose(name) {
  showError("");
  sessionStorage.setItem("lifeline.user", name);
  const standing = new Promise((resolve) => (stream.stands = resolve));
  stream.open(name);
  runs.reset();
  started = false;
  await Promise.all([loadAgents(), standing.then(() => reloadRun(name))]);
}

/** Asks for the agents until somebody offers some. */
async function loadAgents() {
  const user = stream.user;
  try {
    const { agents } = await (await call("v1/agents")).json();
    if (user !== stream.user) return;
    $("agent").replaceChildren(
      ...agents.map((agent) => {
        const option = new Option(agent.name, agent.name);
        option.dataset.about = agent.description;
        return option;
      }),
    );
    $("agent").disabled = false;
    $("start").disabled = false;
    aboutAgent();
  } catch (problem) {
    if (user !== stream.user) return;
    $("about").textContent = problem.message;
    setTimeout(() => user === stream.user && loadAgents(), 3000);
  }
}

function aboutAgent() {
  const option = $("agent").selectedOptions[0];
  $("about").textContent = option ? option.dataset.about : "";
}

/** Shows, after a reload or on another device, the run that is open, or else the one shown before. */
async function reloadRun(user) {
  const remembered = sessionStorage.getItem(`lifeline.run.${user}`);
  try {
    const runId = (await openRun().catch(() => null)) || remembered;
    if (!runId || user !== stream.user) return;
    const lines = await (await call(`v1/runs/${runId}/events?follow=false`)).text();
    if (user !== stream.user) return;
    const events = lines.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    events.forEach((event) => runs.add(event));
    if (!started) runs.show(runId);
  } catch (problem) {
    if (problem.status === 404) sessionStorage.removeItem(`lifeline.run.${user}`);
  }
}

/** The newest of the user's runs that have not ended. */
async function openRun() {
  const { runs: open } = await (await call("v1/runs?state=open&limit=1")).json();
  return open.length ? open[0].runId : null;
}

async function start(event) {
  event.preventDefault();
  showError("");
  $("start").disabled = true;
  try {
    const request = { agent: $("agent").value, input: $("input").value };
    if (runs.isFollowed()) request.previousRunId = runs.shown;
    const body = JSON.stringify(request);
    const answer = await call("v1/runs", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
    });
    started = true;
    runs.show((await answer.json()).runId);
  } catch (problem) {
    showError(problem.message);
  } finally {
    $("start").disabled = false;
  }
}

async function cancel() {
  try {
    await call(`v1/runs/${runs.shown}/cancel`, { method: "POST" });
  } catch (problem) {
    showError(problem.message);
  }
}

function addUser(token) {
  const name = users.add(token.trim());
  if (!name) {
    showError("That is no token. Paste what ./lifeline token alice prints, all of it.");
    return;
  }
  $("token").value = "";
  refreshUsers(name);
}

/** A token in the fragment never reached a server; it leaves the address bar at once. */
function takeFragment() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (location.hash) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  return token;
}

function begin() {
  $("run").addEventListener("submit", start);
  $("cancel").addEventListener("click", cancel);
  $("agent").addEventListener("change", aboutAgent);
  $("user").addEventListener("change", () => choose($("user").value));
  $("shown").addEventListener("change", () => runs.show($("shown").value));
  $("add").addEventListener("submit", (event) => {
    event.preventDefault();
    addUser($("token").value);
  });
  window.addEventListener("hashchange", () => {
    const token = takeFragment();
    if (token) addUser(token);
  });
  const token = takeFragment();
  if (token) {
    addUser(token);
  } else {
    refreshUsers(sessionStorage.getItem("lifeline.user"));
  }
}

begin();
