// <trouble-line data-src data-away>: what is wrong with the system itself, asked for every half minute and at each news of it.
// When nobody answers it says so by itself: that is trouble, too.
const EVERY_MS = 30_000;

class TroubleLine extends HTMLElement {
  #timer = 0;
  #left;

  connectedCallback() {
    this.#left = new AbortController();
    const isOurs = ({ detail }) => detail.about.startsWith("system:") && this.#look();
    document.addEventListener("live:news", isOurs, { signal: this.#left.signal });
    this.#look();
    this.#timer = setInterval(() => document.hidden || this.#look(), EVERY_MS);
  }

  disconnectedCallback() {
    this.#left.abort();
    clearInterval(this.#timer);
  }

  async #look() {
    try {
      const answer = await fetch(this.dataset.src, { headers: { "X-Background": "1" } });
      if (answer.status >= 500) throw new Error(answer.statusText);
      if (answer.ok) this.innerHTML = await answer.text();
    } catch {
      const words = document.createElement("p");
      words.className = "note trouble";
      words.dataset.tone = "late";
      words.textContent = this.dataset.away;
      this.replaceChildren(words);
    }
  }
}

customElements.define("trouble-line", TroubleLine);
