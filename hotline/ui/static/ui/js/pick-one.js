// <pick-one data-src>: one of many, found by name, alias or initials. An ARIA 1.2 combobox over what data-src?q= answers:
// [{value, text, hint}]. The hidden input holds the value; leaving with half a word puts the last choice back.
import { say } from "./words.js";

const PAUSE_MS = 120;

class PickOne extends HTMLElement {
  #options = [];
  #at = -1;
  #chosen = "";
  #timer;
  #asked;

  connectedCallback() {
    this.#chosen = this.#input.value;
    this.#input.addEventListener("input", () => this.#find(PAUSE_MS));
    this.#input.addEventListener("keydown", (event) => event.isComposing || this.#struck(event));
    this.#input.addEventListener("blur", () => this.#leave());
    this.#list.addEventListener("pointerdown", (event) => this.#pointed(event));
    this.querySelector(".input").addEventListener("click", () => this.#isOpen || this.#find(0, ""));
    this.closest("form")?.addEventListener("reset", () => setTimeout(() => (this.#chosen = this.#input.value)));
    this.closest("kept-draft")?.addEventListener("draft:restored", () => (this.#chosen = this.#input.value));
  }

  get #input() {
    return this.querySelector("[role=combobox]");
  }

  get #hidden() {
    return this.querySelector("input[type=hidden]");
  }

  get #list() {
    return this.querySelector("[role=listbox]");
  }

  get #isOpen() {
    return !this.#list.hidden;
  }

  #find(wait, query = this.#input.value) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(query.trim()), wait);
  }

  async #ask(query) {
    this.#asked?.abort();
    this.#asked = new AbortController();
    const url = new URL(this.dataset.src, location.href);
    url.searchParams.set("q", query);
    try {
      const response = await fetch(url, { signal: this.#asked.signal, headers: { Accept: "application/json" } });
      if (response.ok) this.#show(await response.json(), query);
    } catch {
      /* overtaken by the next letter, or no line: the list stays as it is */
    }
  }

  #show(options, query) {
    this.#options = options;
    const id = this.#list.id;
    const items = options.map(({ text, hint }, n) => item(`${id}-${n}`, text, hint));
    if (!options.length) items.push(Object.assign(item("", say("no_match")), { ariaDisabled: "true" }));
    this.#list.replaceChildren(...items);
    this.#open(document.activeElement === this.#input);
    this.#point(query && options.length ? 0 : -1);
    this.querySelector("[role=status]").textContent = options.length ? say("some_match", { n: options.length }) : say("no_match");
  }

  #open(open) {
    this.#list.hidden = !open;
    this.#input.ariaExpanded = open;
    if (!open) this.#input.removeAttribute("aria-activedescendant");
  }

  #point(at) {
    this.#at = at;
    [...this.#list.children].forEach((each, n) => each.setAttribute("aria-selected", n === at));
    if (at < 0) return this.#input.removeAttribute("aria-activedescendant");
    this.#input.setAttribute("aria-activedescendant", this.#list.children[at].id);
    this.#list.children[at].scrollIntoView({ block: "nearest" });
  }

  #struck(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const last = this.#options.length - 1;
      const by = key === "ArrowDown" ? 1 : -1;
      if (!this.#isOpen) this.#find(0, "");
      else if (last >= 0) this.#point(this.#at + by > last ? 0 : this.#at + by < 0 ? last : this.#at + by);
    } else if (key === "Enter" && this.#isOpen && this.#at >= 0) this.#choose(this.#at);
    else if (key === "Escape" && this.#isOpen) this.#putBack();
    else {
      if (key === "Tab" && this.#isOpen && this.#at >= 0) this.#choose(this.#at);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #pointed(event) {
    event.preventDefault(); // the focus stays in the input
    const at = [...this.#list.children].indexOf(event.target.closest("[role=option]"));
    if (this.#options[at]) this.#choose(at);
  }

  #choose(at) {
    const { value, text } = this.#options[at];
    this.#set(value, text);
  }

  #set(value, text) {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#chosen = text;
    this.#input.value = text;
    this.#hidden.value = value;
    this.#open(false);
    this.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { value, text } }));
  }

  #putBack() {
    this.#input.value = this.#chosen;
    this.#open(false);
  }

  #leave() {
    clearTimeout(this.#timer);
    if (!this.#input.value.trim() && this.#chosen) this.#set("", "");
    else this.#putBack();
  }
}

function item(id, text, hint = "") {
  const option = document.createElement("li");
  option.id = id;
  option.role = "option";
  const small = document.createElement("small");
  small.textContent = hint;
  option.append(text, small);
  return option;
}

customElements.define("pick-one", PickOne);
