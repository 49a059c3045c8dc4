// <live-region data-about="case:42 queue" data-src="…">: a part of the page that fetches itself again when the news is about it,
// after a gap in the news, and when somebody comes back to it. What is typed, focused, opened or chosen stays.
import { Idiomorph } from "../vendor/idiomorph.esm.js";
import { announce, backOff, isSignedOut } from "./asking.js";

const STALE_MS = 60_000;
const GONE = [403, 404, 410];

class LiveRegion extends HTMLElement {
  #fetching = false;
  #wanted = false;
  #tries = 0;
  #timer;
  #hiddenAt;
  #left;

  connectedCallback() {
    this.#left = new AbortController();
    const on = (name, act) => document.addEventListener(name, act, { signal: this.#left.signal });
    on("live:news", ({ detail }) => this.#concerns(detail.about) && this.refresh());
    on("live:again", () => this.refresh());
    on("visibilitychange", () => this.#looked());
  }

  disconnectedCallback() {
    this.#left.abort();
    clearTimeout(this.#timer);
  }

  /** Fetch again: at most one request under way, and one more after it if anything happened meanwhile. */
  async refresh() {
    this.#wanted = true;
    if (this.#fetching) return;
    clearTimeout(this.#timer);
    this.#fetching = true;
    while (this.#wanted && this.isConnected) {
      this.#wanted = false;
      await this.#fetch();
    }
    this.#fetching = false;
  }

  #concerns(about) {
    const tokens = (this.dataset.about ?? "").split(/\s+/);
    return tokens.some((token) => token === about || (token.endsWith(":*") && about.startsWith(token.slice(0, -1))));
  }

  #looked() {
    if (document.visibilityState === "hidden") this.#hiddenAt = Date.now();
    else if (Date.now() - (this.#hiddenAt ?? Date.now()) > STALE_MS) this.refresh();
  }

  async #fetch() {
    try {
      const response = await fetch(this.dataset.src, { headers: { "X-Requested-With": "live-region" }, cache: "no-store" });
      if (isSignedOut(response)) return announce("live:state", { state: "signed-out" });
      if (GONE.includes(response.status)) return void (this.dataset.state = "gone");
      if (!response.ok) throw new Error(`fragment: ${response.status}`);
      this.#tries = 0;
      this.#morph(await response.text());
    } catch {
      this.#timer = setTimeout(() => this.refresh(), backOff(this.#tries++, { first: 2000 }));
    }
  }

  #morph(html) {
    if (!this.isConnected) return;
    this.#clear(html);
    Idiomorph.morph(this, html, {
      morphStyle: "innerHTML",
      ignoreActiveValue: true,
      callbacks: { beforeNodeMorphed, beforeAttributeUpdated, beforeNodeRemoved },
    });
    this.dispatchEvent(new CustomEvent("live:morphed", { bubbles: true }));
    globalThis.htmx?.process(this);
  }

  // A kept place that makes room for another goes whole: its fields bear the same ids, and would take along what was typed in them.
  #clear(html) {
    const kept = [...this.querySelectorAll("[data-keep][id]")];
    if (!kept.length) return;
    const next = new DOMParser().parseFromString(html, "text/html");
    for (const place of kept) if (!next.getElementById(place.id)) place.remove();
  }
}

// What a person has changed is theirs until they send it.
function isTouched(node) {
  if (node instanceof HTMLTextAreaElement) return node.value !== node.defaultValue;
  if (node instanceof HTMLSelectElement) return node.selectedIndex !== Math.max(0, [...node.options].findIndex((o) => o.defaultSelected));
  if (!(node instanceof HTMLInputElement) || node.type === "hidden") return false;
  if (node.type === "radio" || node.type === "checkbox") return node.checked !== node.defaultChecked;
  return node.value !== node.defaultValue;
}

function isHeld(node) {
  return node instanceof Element && (node.matches("dialog[open], [data-keep]") || isTouched(node));
}

function beforeNodeMorphed(old) {
  return !isHeld(old);
}

function beforeNodeRemoved(old) {
  return !(old instanceof Element && old.matches("dialog[open]"));
}

function beforeAttributeUpdated(name, node) {
  if (name === "open" && node.localName === "details") return false;
  return !(name === "aria-busy" && node.closest("step-form"));
}

customElements.define("live-region", LiveRegion);
