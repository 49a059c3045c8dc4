// The one connection to the news: opens it with a fresh ticket, heals it, and remembers the last seconds for a tab that comes late.
// It runs in the shared worker, or in the one tab that holds the lock; it never touches a page.

const REMEMBER_MS = 15_000;

export class LiveSource {
  #tell;
  #events;
  #tries = 0;
  #timer;
  #opened = 0;
  #recent = [];
  #open = false;
  state = "connecting";

  constructor({ ticket, src, tell }) {
    this.ticket = ticket;
    this.src = src;
    this.#tell = tell;
  }

  async start() {
    clearTimeout(this.#timer);
    this.#events?.close();
    try {
      const response = await fetch(this.ticket, { credentials: "same-origin", cache: "no-store" });
      if (response.status === 401 || response.redirected) return this.#become("signed-out");
      if (response.status === 403) return this.#become("off"); // this reader gets no news; the page works without
      if (!response.ok) throw new Error(`ticket: ${response.status}`);
      this.#listen((await response.json()).ticket);
    } catch {
      this.#away();
    }
  }

  /** Try at once: the network is back, or somebody looks at the page again. */
  nudge() {
    if (this.state === "away") this.start();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#events?.close();
  }

  /** What a tab must hear that has just joined: the state, and what it may have missed while its page was on its way. */
  welcome() {
    const since = Date.now() - REMEMBER_MS;
    const missed = this.#opened < since ? this.#recent.filter((news) => news.at >= since) : [];
    const first = { kind: "state", state: this.state };
    return this.#open && this.#opened >= since ? [first, { kind: "again" }] : [first, ...missed];
  }

  #listen(ticket) {
    const events = (this.#events = new EventSource(`${this.src}?ticket=${encodeURIComponent(ticket)}`));
    events.onopen = () => {
      this.#tries = 0;
      this.#opened = Date.now();
      this.#open = true;
      this.#become("live");
      this.#tell({ kind: "again" });
    };
    events.onmessage = (event) => {
      const news = { kind: "news", at: Date.now(), news: JSON.parse(event.data) };
      this.#recent = this.#recent.filter((old) => old.at > news.at - REMEMBER_MS).concat(news);
      this.#tell(news);
    };
    events.addEventListener("again", () => this.#tell({ kind: "again" })); // the server itself may have missed some
    events.onerror = () => {
      events.close(); // a ticket is good once, so the browser's own retry would fail for ever
      this.#away();
    };
  }

  #away() {
    this.#open = false;
    this.#become("away");
    const wait = Math.min(30_000, 500 * 2 ** this.#tries++) * (0.5 + Math.random() / 2);
    this.#timer = setTimeout(() => this.start(), wait);
  }

  #become(state) {
    this.state = state;
    this.#tell({ kind: "state", state });
  }
}
