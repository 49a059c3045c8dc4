// <steady-look data-about data-every>: says again and again that something may have changed, so that the live regions about it
// look. For the demo's telephone, whose holder is signed in nowhere and hears no news.
class SteadyLook extends HTMLElement {
  #timer;

  connectedCallback() {
    const { about, every } = this.dataset;
    this.#timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      document.dispatchEvent(new CustomEvent("live:news", { detail: { about, act: "look" } }));
    }, Number(every) || 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }
}

customElements.define("steady-look", SteadyLook);
