// <step-dialog>: a button that opens the dialog beside it. Esc closes it and the focus goes back (the browser does both);
// a step that was taken closes it too.

class StepDialog extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#clicked);
    this.addEventListener("step:done", () => this.#dialog?.close());
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  #clicked = ({ target }) => {
    if (target.closest("[data-close]")) return this.#dialog?.close();
    if (!target.closest("[data-opens]") || this.#dialog?.open) return;
    this.#dialog.showModal();
    this.#dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
  };
}

customElements.define("step-dialog", StepDialog);
