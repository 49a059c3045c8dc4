// <live-stream data-ticket data-src>: the page's ear. Turns the shared connection into events on the document:
// live:news {about, act, to}, live:again (something may have been missed), live:tick, live:state (live, away, signed-out).
// It shows itself only while the connection is away.
import { announce, reader } from "./asking.js";
import { LiveSource } from "./live-source.js";
import { say } from "./words.js";

const QUIET_MS = 2_000;

class LiveStream extends HTMLElement {
  #leave = () => {};
  #nudge = () => {};
  #slow;

  connectedCallback() {
    const asked = { kind: "join", ticket: this.dataset.ticket ?? "/live/ticket", src: this.dataset.src ?? "/live" };
    if ("SharedWorker" in window && !("noWorker" in this.dataset)) this.#throughWorker(asked);
    else this.#throughLock(asked);
    this.wake = () => document.visibilityState === "visible" && this.#nudge();
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
  }

  disconnectedCallback() {
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.#leave();
  }

  // A ticket says what may be heard: pages with different ones cannot share a connection.
  #throughWorker(asked) {
    const url = new URL("./live-worker.js", import.meta.url);
    const { port } = new SharedWorker(url, { type: "module", name: shared(asked) });
    port.onmessage = ({ data }) => this.#hear(data);
    port.postMessage(asked);
    this.#nudge = () => port.postMessage({ kind: "nudge" });
    this.#leave = () => port.postMessage({ kind: "leave" });
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", ({ persisted }) => persisted && port.postMessage(asked));
  }

  // Without shared workers the tab that holds the lock listens for all; when it closes, the next one takes over.
  #throughLock(asked) {
    const channel = new BroadcastChannel(shared(asked));
    const gone = new AbortController();
    channel.onmessage = ({ data }) => {
      if (data.kind === "hello") source?.welcome().forEach((message) => channel.postMessage(message));
      else if (data.kind === "nudge") source?.nudge();
      else this.#hear(data);
    };
    let source;
    const tell = (message) => {
      channel.postMessage(message);
      this.#hear(message);
    };
    const lead = () =>
      new Promise((release) => {
        source = new LiveSource({ ...asked, tell });
        source.start();
        const ticks = setInterval(() => tell({ kind: "tick" }), 20_000);
        this.#leave = () => {
          source.stop();
          clearInterval(ticks);
          channel.close();
          release();
        };
      });
    this.#nudge = () => (source ? source.nudge() : channel.postMessage({ kind: "nudge" }));
    this.#leave = () => {
      gone.abort();
      channel.close();
    };
    channel.postMessage({ kind: "hello" });
    if (navigator.locks) navigator.locks.request(shared(asked), { signal: gone.signal }, lead).catch(() => {});
    else lead();
  }

  #hear(message) {
    if (message.kind === "news") announce("live:news", message.news);
    if (message.kind === "again") announce("live:again");
    if (message.kind === "tick") announce("live:tick");
    if (message.kind === "state") this.#show(message.state);
  }

  #show(state) {
    if (this.dataset.state === state) return; // every failed try says "away" again; the badge's patience runs from the first
    this.dataset.state = state;
    clearTimeout(this.#slow);
    announce("live:state", { state });
    if (state === "live" || state === "off") this.replaceChildren();
    else if (state === "signed-out") this.#badge(say("signed_out"), "late");
    else this.#slow = setTimeout(() => this.#badge(say("away"), "soon"), QUIET_MS);
  }

  #badge(words, tone) {
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.dataset.tone = tone;
    badge.textContent = words;
    this.replaceChildren(badge);
  }
}

function shared({ ticket }) {
  return `live ${reader()} ${ticket}`;
}

customElements.define("live-stream", LiveStream);
