// <phone-lamp data-keep>: shows on the desk how the telephone in its own window stands, opens that window, and mutes there.
// A press on anything with data-phone-window opens it: also the one that signs in with it.
import { reader } from "../ui/js/asking.js";

const LOOKS = "popup,width=380,height=460";
const QUIET_MS = 800; // no window answers within this: there is none

class PhoneLamp extends HTMLElement {
  #window;
  #timer;

  connectedCallback() {
    this.#window = new BroadcastChannel(`phone ${reader()}`);
    this.#window.onmessage = ({ data }) => data.state && this.#show(data);
    this.addEventListener("click", this.#pressed);
    this.#timer = setTimeout(() => this.#show({ state: "closed" }), QUIET_MS);
    this.#window.postMessage({ ask: "state" });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#window.close();
  }

  #pressed = ({ target }) => {
    if (target.closest("[data-ask]")) this.#window.postMessage({ ask: target.closest("[data-ask]").dataset.ask });
  };

  #show({ state, muted = false }) {
    clearTimeout(this.#timer);
    this.dataset.state = state;
    this.querySelector('[data-ask="mute"]')?.setAttribute("aria-pressed", muted);
  }
}

customElements.define("phone-lamp", PhoneLamp);

document.addEventListener("click", (event) => {
  const opener = event.target instanceof Element && event.target.closest("[data-phone-window]");
  if (!opener) return;
  if (opener.matches("a")) event.preventDefault();
  open(opener.dataset.phoneWindow, "hotline-phone", LOOKS)?.focus();
});
