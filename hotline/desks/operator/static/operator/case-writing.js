// <case-writing>: ties together the form of a case that is being written: suggestions fill their fields, Alt and the arrows
// choose whom to send, the warm button says to whom, and an act that needs more asks for it in a dialog of the form.

class CaseWriting extends HTMLElement {
  #left;
  #service; // the one whose urgency was taken over
  #decided = false; // the operator has said how urgent it is

  connectedCallback() {
    this.#left = new AbortController();
    const options = { signal: this.#left.signal };
    this.addEventListener("click", (event) => this.#clicked(event), options);
    this.addEventListener("change", (event) => this.#chose(event), options);
    this.addEventListener("htmx:afterSettle", () => this.#settled(), options);
    this.addEventListener("keydown", (event) => this.#struck(event), options);
    this.addEventListener("step:done", () => this.#begin(), options);
    this.addEventListener("step:failed", () => setTimeout(() => this.#showFaults(), 50), options);
    this.addEventListener("close", (event) => this.#closed(event.target), { ...options, capture: true });
    document.addEventListener("keydown", (event) => this.#walk(event), options);
    this.closest("kept-draft")?.addEventListener("draft:restored", () => this.#restored(), options);
    this.#name();
  }

  disconnectedCallback() {
    this.#left.abort();
  }

  get #form() {
    return this.querySelector("form");
  }

  get #providers() {
    return [...this.querySelectorAll('[name="provider"]:not(:disabled)')];
  }

  // The combobox bears the field's name as its id, so that the form's own list would give both.
  #picked(name) {
    return this.querySelector(`input[type="hidden"][name="${name}"]`);
  }

  #clicked({ target }) {
    const chip = target.closest("[data-fill]");
    if (chip) return this.#fill(chip.dataset.fill, chip.dataset.value, chip.dataset.text);
    const ask = target.closest("[data-ask]");
    if (ask) return this.#ask(this.querySelector(`#${ask.dataset.ask}`));
    if (target.closest("[data-close]")) target.closest("dialog")?.close();
  }

  // A choice made outside the field: the field is told as it is of a restored draft, so that it takes it for its own.
  #fill(name, value, text) {
    this.#picked(name).value = value;
    this.#form.elements[`${name}_text`].value = text;
    this.closest("kept-draft")?.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
    if (name === "service") this.#service = undefined;
    for (const chip of this.querySelectorAll(`[data-fill="${name}"]`)) {
      if (name === "service") chip.ariaPressed = chip.dataset.value === value;
      else chip.remove();
    }
  }

  #chose({ target, isTrusted }) {
    if (target.name === "urgency" && isTrusted) this.#decided = true;
    this.#name();
  }

  // What was kept stands as it was kept; only a service that is picked now brings its urgency along.
  #restored() {
    this.#service = this.#picked("service").value;
    this.#changed();
  }

  #settled() {
    this.#name();
    const { of, usual } = this.querySelector("[data-usual]")?.dataset ?? {};
    if (!of || of === this.#service) return;
    this.#service = of;
    const radio = this.querySelector(`[name="urgency"][value="${usual}"]`);
    if (this.#decided || !radio || radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true })); // so that the draft keeps it
  }

  #changed({ typed = true } = {}) {
    this.querySelector("#where")?.dispatchEvent(new Event("change", { bubbles: typed })); // a draft is kept of what bubbles
  }

  #ask(dialog) {
    dialog.querySelector("fieldset").disabled = false;
    dialog.showModal();
    dialog.querySelector("input:not([type=hidden]), textarea")?.focus();
  }

  #closed(dialog) {
    const fields = dialog.querySelector?.("fieldset");
    if (fields) fields.disabled = true;
  }

  // Enter sends nothing by accident: it goes to the next field.
  #struck(event) {
    if (event.key !== "Enter" || event.ctrlKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.matches("input:not([type=submit], [type=button])")) event.preventDefault();
  }

  #walk(event) {
    if (!event.altKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const all = this.#providers;
    if (!all.length) return;
    const at = all.findIndex((each) => each.checked);
    const next = all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length];
    next.checked = true;
    next.closest("li").scrollIntoView({ block: "nearest" });
    this.#name();
    event.preventDefault();
  }

  // The warm button says what it will do.
  #name() {
    const button = this.querySelector("[data-warm]");
    const chosen = this.#providers.find((each) => each.checked);
    if (!button) return;
    const { send, plain } = button.dataset;
    button.value = chosen ? "offer" : "keep";
    this.querySelector("[data-plainly]").hidden = !chosen; // one button for one act
    button.firstChild.textContent = chosen ? send.replace("{provider}", chosen.dataset.name) : plain;
  }

  // Written down: another case of the same call may begin. A form's reset leaves hidden fields as they are.
  #begin() {
    for (const dialog of this.querySelectorAll("dialog[open]")) dialog.close();
    this.#service = undefined;
    this.#decided = false;
    setTimeout(() => {
      for (const name of ["service", "area"]) this.#picked(name).value = "";
      this.querySelector("#heard").replaceChildren();
      this.#changed({ typed: false });
      this.#form.elements.said.focus();
    });
  }

  #showFaults() {
    if (!this.querySelector("[data-fields] .error")) return;
    for (const dialog of this.querySelectorAll("dialog[open]")) dialog.close();
  }
}

customElements.define("case-writing", CaseWriting);
