// <lease-keeper data-src data-always>: renews a presence lease of 60 s while the page is open. Nobody has to say goodbye:
// what is not renewed lapses. A page hidden for ten minutes lets go, unless data-always.
import { signed } from "./asking.js";

const EVERY_MS = 20_000;
const HIDDEN_MS = 10 * 60_000;
const OVER = [401, 403, 404, 410];

class LeaseKeeper extends HTMLElement {
  #last = 0;
  #hiddenAt = 0;
  #left;

  connectedCallback() {
    this.#left = new AbortController();
    const { signal } = this.#left;
    const timer = setInterval(() => this.#due(), 5_000);
    signal.addEventListener("abort", () => clearInterval(timer));
    document.addEventListener("live:tick", () => this.#due(), { signal });
    document.addEventListener("visibilitychange", () => this.#looked(), { signal });
    this.#renew();
  }

  disconnectedCallback() {
    this.#left.abort();
  }

  #looked() {
    this.#hiddenAt = document.visibilityState === "hidden" ? Date.now() : 0;
    this.#due();
  }

  #due() {
    const asleep = this.#hiddenAt && Date.now() - this.#hiddenAt > HIDDEN_MS && !("always" in this.dataset);
    if (!asleep && Date.now() - this.#last > EVERY_MS - 1_000) this.#renew();
  }

  async #renew() {
    this.#last = Date.now();
    try {
      const response = await fetch(this.dataset.src, { method: "POST", headers: signed(), keepalive: true });
      this.dataset.state = response.ok ? "held" : "lost";
      if (OVER.includes(response.status)) this.#left.abort();
    } catch {
      this.dataset.state = "lost"; // the next turn tries again
    }
  }
}

customElements.define("lease-keeper", LeaseKeeper);
