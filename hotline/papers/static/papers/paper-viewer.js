// <paper-viewer>: opens a paper of its list as a dialog; the arrow keys turn to the next, Esc closes it (the browser
// does that, and gives the focus back). A paper of a secret case is fetched when it is opened, not before.

class PaperViewer extends HTMLElement {
  #place = 0;

  connectedCallback() {
    this.addEventListener("click", this.#clicked);
    this.addEventListener("keydown", this.#struck);
  }

  get #links() {
    return [...this.querySelectorAll("a[data-preview]")];
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  #clicked = (event) => {
    const link = event.target.closest("a[data-preview]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#show(this.#links.indexOf(link));
    } else if (event.target.closest("[data-close]")) {
      this.#dialog.close();
    } else if (event.target.closest("[data-turn]")) {
      this.#show(this.#place + Number(event.target.closest("[data-turn]").dataset.turn));
    }
  };

  #struck = (event) => {
    const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!this.#dialog?.open || !turn) return;
    event.preventDefault();
    this.#show(this.#place + turn);
  };

  #show(place) {
    const links = this.#links;
    this.#place = (place + links.length) % links.length;
    const { preview, whole, title } = links[this.#place].dataset;
    const find = (part) => this.#dialog.querySelector(part);
    find("h1").textContent = title;
    find("[data-place]").textContent = links.length > 1 ? `${this.#place + 1} / ${links.length}` : "";
    Object.assign(find("[data-picture]"), { src: preview, alt: title });
    find("[data-whole]").href = whole;
    find("[data-page]").href = links[this.#place].href;
    for (const turn of this.#dialog.querySelectorAll("[data-turn]")) turn.hidden = links.length < 2;
    if (!this.#dialog.open) this.#dialog.showModal();
  }
}

customElements.define("paper-viewer", PaperViewer);
