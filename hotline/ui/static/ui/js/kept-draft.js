// <kept-draft data-key data-src>: keeps what is typed into its form from the first keystroke. The server holds the draft, so that a
// citizen's words do not stay on the disk of a desk; only what it has not yet confirmed waits in this tab's session.
import { backOff, isSignedOut, reader, signed } from "./asking.js";
import { fieldsOf, fill } from "./form-fields.js";
import { now } from "./server-time.js";
import { say } from "./words.js";

const PAUSE_MS = 300;

class KeptDraft extends HTMLElement {
  #changes = 0;
  #confirmed = 0;
  #sending;
  #timer;
  #tries = 0;
  #stopped = false;
  #left;

  connectedCallback() {
    this.#left = new AbortController();
    const options = { signal: this.#left.signal };
    for (const name of ["input", "change"]) this.addEventListener(name, () => this.#changed(), options);
    this.addEventListener("step:send", ({ detail }) => detail.first.push(this.#stop()), options);
    this.addEventListener("step:failed", () => this.#resume(), options);
    this.addEventListener("step:done", () => this.#forget(), options);
    this.addEventListener("submit", (event) => event.defaultPrevented || this.#forget(), options);
    addEventListener("online", () => this.#save(), options);
    addEventListener("pagehide", () => this.#leave(), options);
    queueMicrotask(() => this.isConnected && this.#restore()); // a morph sets the attributes after it puts the element in
  }

  disconnectedCallback() {
    this.#leave();
    this.#left.abort();
  }

  get #form() {
    return this.querySelector("form");
  }

  get #place() {
    return `draft:${reader()}:${this.dataset.key}`;
  }

  async #restore() {
    const waiting = JSON.parse(sessionStorage.getItem(this.#place) ?? "null");
    const kept = await this.#kept();
    if (this.#changes || !this.isConnected) return; // somebody was quicker and has begun to write
    if (waiting && (!kept || waiting.at >= Date.parse(kept.saved_at))) {
      fill(this.#form, waiting.fields);
      this.#changed();
    } else if (kept) {
      sessionStorage.removeItem(this.#place);
      fill(this.#form, kept.fields);
      this.#show("saved", kept.saved_at);
    }
    if (waiting || kept) this.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  }

  async #kept() {
    try {
      const response = await fetch(this.dataset.src, { headers: { Accept: "application/json" }, cache: "no-store" });
      return response.status === 200 && !response.redirected ? await response.json() : null;
    } catch {
      return null;
    }
  }

  #changed() {
    this.#stopped = false;
    this.#changes += 1;
    sessionStorage.setItem(this.#place, JSON.stringify({ at: now(), fields: fieldsOf(this.#form) }));
    if (this.dataset.state !== "unsaved") this.#show("saving");
    this.#soon(PAUSE_MS);
  }

  #soon(wait) {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => this.#save(), wait);
  }

  #save() {
    if (this.#sending || this.#stopped || this.#confirmed === this.#changes) return;
    clearTimeout(this.#timer);
    this.#sending = this.#put().finally(() => (this.#sending = undefined));
  }

  async #put() {
    const meant = this.#changes;
    try {
      const response = await this.#request();
      if (isSignedOut(response)) return this.#show("signed_out");
      if (!response.ok) throw new Error(`draft: ${response.status}`);
      this.#confirm(meant, (await response.json()).saved_at);
    } catch {
      this.#show("unsaved");
      this.#soon(backOff(this.#tries++, { most: 8000 }));
    }
  }

  #request() {
    const headers = signed({ "Content-Type": "application/json" });
    return fetch(this.dataset.src, { method: "PUT", headers, body: JSON.stringify(fieldsOf(this.#form)), keepalive: true });
  }

  #confirm(meant, at) {
    this.#tries = 0;
    this.#confirmed = meant;
    if (meant !== this.#changes) return this.#soon(PAUSE_MS);
    if (!this.#stopped) sessionStorage.removeItem(this.#place);
    this.#show("saved", at);
  }

  async #stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#sending; // a draft that arrives after the act would come back from the dead
  }

  #resume() {
    this.#stopped = false;
    this.#soon(PAUSE_MS);
  }

  #forget() {
    this.#stop();
    this.#confirmed = this.#changes;
    sessionStorage.removeItem(this.#place);
    this.#show("");
  }

  #leave() {
    if (!this.#stopped && this.#confirmed !== this.#changes) this.#request().catch(() => {});
  }

  #show(state, at) {
    this.dataset.state = state;
    const place = this.querySelector("[data-draft-state]");
    if (!place) return;
    const time = at && new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    place.dataset.state = state;
    place.textContent = state ? say(state, { time }) : "";
  }
}

customElements.define("kept-draft", KeptDraft);
