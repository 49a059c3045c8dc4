// <row-list>: walks the rows of the table in it: j and k or the arrows, Enter opens, x ticks. One row is chosen at a time;
// it stays chosen when the rows are fetched again.

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=combobox]";

class RowList extends HTMLElement {
  #left;
  #chosen = "";

  connectedCallback() {
    this.#left = new AbortController();
    const { signal } = this.#left;
    document.addEventListener("keydown", (event) => this.#struck(event), { signal });
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.addEventListener("live:morphed", () => this.#restore(), { signal });
    this.addEventListener("focusin", ({ target }) => target.matches("tbody tr") && this.#choose(target, false), { signal });
    this.#restore();
  }

  disconnectedCallback() {
    this.#left.abort();
  }

  get #rows() {
    return [...this.querySelectorAll("tbody tr")];
  }

  get #row() {
    return this.querySelector('tbody tr[aria-selected="true"]');
  }

  #struck(event) {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog:modal") || target.closest?.(TYPING)) return;
    const within = this.contains(target);
    if (key === "j" || (within && key === "ArrowDown")) this.#step(1);
    else if (key === "k" || (within && key === "ArrowUp")) this.#step(-1);
    else if (key === "Enter" && this.#row && (target === document.body || target === this.#row)) this.#open(this.#row);
    else if (key === "x" && this.#row) this.#row.querySelector('input[type="checkbox"]')?.click();
    else return;
    event.preventDefault();
  }

  #step(by) {
    const rows = this.#rows;
    const at = rows.indexOf(this.#row);
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) this.#choose(next, true);
  }

  #choose(row, focus) {
    for (const each of this.#rows) {
      each.toggleAttribute("aria-selected", each === row);
      if (each === row) each.setAttribute("aria-selected", "true");
      each.tabIndex = each === row ? 0 : -1;
    }
    this.#chosen = row.id;
    if (focus) row.focus();
    row.scrollIntoView({ block: "nearest" });
    row.dispatchEvent(new CustomEvent("row:chosen", { bubbles: true }));
  }

  #restore() {
    const row = (this.#chosen && this.querySelector(`#${CSS.escape(this.#chosen)}`)) || this.#row;
    for (const each of this.#rows) each.tabIndex = -1;
    if (row) {
      row.setAttribute("aria-selected", "true");
      this.#chosen = row.id;
    }
    const first = row ?? this.#rows[0];
    if (first) first.tabIndex = 0;
  }

  #clicked(event) {
    const row = event.target.closest("tbody tr");
    if (!row || event.target.closest("a, button, input, label")) return;
    this.#choose(row, true);
    this.#open(row);
  }

  #open(row) {
    const link = row.querySelector("a[data-open]") ?? row.querySelector("a[href]");
    if (link) link.click();
    else if (row.dataset.href) location.assign(row.dataset.href);
  }
}

customElements.define("row-list", RowList);
