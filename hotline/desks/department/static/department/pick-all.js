// <pick-all>: one tick for all boxes called "pick" in its form; it shows when all of them are ticked.

class PickAll extends HTMLElement {
  connectedCallback() {
    this.closest("form")?.addEventListener("change", this.#changed);
  }

  get #boxes() {
    return [...this.closest("form").querySelectorAll('input[name="pick"]')];
  }

  #changed = ({ target }) => {
    const all = this.querySelector("[data-all]");
    if (target === all) for (const box of this.#boxes) box.checked = all.checked;
    else if (target.name === "pick") all.checked = this.#boxes.every((box) => box.checked);
  };
}

customElements.define("pick-all", PickAll);
