// <keep-end data-of>: keeps the end of what grows in view after each look, unless somebody has scrolled back to read.
const NEAR_PX = 80;

class KeepEnd extends HTMLElement {
  #left;
  #known = -1;

  connectedCallback() {
    this.#left = new AbortController();
    document.addEventListener("live:morphed", () => this.#follow(), { signal: this.#left.signal });
    this.#follow();
  }

  disconnectedCallback() {
    this.#left.abort();
  }

  #follow() {
    const list = document.querySelector(this.dataset.of);
    if (!list) return;
    const was = this.#known < 0 ? list.scrollHeight : this.#known;
    const near = was - list.scrollTop - list.clientHeight < NEAR_PX;
    if (near || this.#known < 0) list.scrollTop = list.scrollHeight;
    this.#known = list.scrollHeight;
  }
}

customElements.define("keep-end", KeepEnd);
