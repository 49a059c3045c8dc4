// <floor-pulse data-every="15">: asks the live region around it to fetch itself again every so many seconds. What only time
// changes (a wait that grows too long, a case that runs late, the hour on the wall) is no news.

class FloorPulse extends HTMLElement {
  #timer;

  connectedCallback() {
    const every = Number(this.dataset.every) * 1000;
    this.#timer = setInterval(() => document.visibilityState === "visible" && this.closest("live-region")?.refresh(), every);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }
}

customElements.define("floor-pulse", FloorPulse);
