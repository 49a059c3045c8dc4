// <elapsed-time data-since>: how long something has lasted, ticking: 02:14, and with hours 1:02:14.
import { everySecond, now } from "./server-time.js";

class ElapsedTime extends HTMLElement {
  static observedAttributes = ["data-since"];
  #stop = () => {};

  connectedCallback() {
    this.#stop = everySecond(() => this.#tick());
    this.#tick();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#tick();
  }

  #tick() {
    const since = Date.parse(this.dataset.since);
    if (Number.isNaN(since)) return;
    const seconds = Math.max(0, Math.floor((now() - since) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const words = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    this.textContent = hours ? `${hours}:${words}` : words;
  }
}

customElements.define("elapsed-time", ElapsedTime);
