// <hot-keys>: presses the button, link or field whose data-key was struck, and lists all keys of the page on "?".
// "Alt+1", "Ctrl+Enter", "F2", "j", and two in a row, "G A". A letter alone is left to whoever is typing.
import { say } from "./words.js";

const SEQUENCE_MS = 1_200;
const CAPS = { Enter: "↵", Escape: "Esc" };
const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

class HotKeys extends HTMLElement {
  #before = "";
  #beforeAt = 0;

  connectedCallback() {
    document.addEventListener("keydown", this.#struck);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#struck);
  }

  #struck = (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const key = spelt(event);
    if (!key) return;
    const alone = !event.ctrlKey && !event.altKey && !event.metaKey && !/^F\d+$/.test(key);
    if (alone && event.target instanceof Element && event.target.closest(TYPING)) return;
    const pair = Date.now() - this.#beforeAt < SEQUENCE_MS ? `${this.#before} ${key}` : "";
    this.#before = key;
    this.#beforeAt = Date.now();
    const found = this.#bound(pair) ?? this.#bound(key);
    if (found) {
      event.preventDefault();
      this.#before = "";
      press(found);
    } else if (key === "?") {
      event.preventDefault();
      this.#list();
    }
  };

  #bound(key) {
    return key ? this.#all().find((each) => same(each.dataset.key, key)) : undefined;
  }

  // While a dialog is open, only its own keys count.
  #all() {
    const open = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document;
    return [...open.querySelectorAll("[data-key]")].filter((each) => !each.disabled && each.ariaDisabled !== "true" && each.checkVisibility() && !each.closest("[inert]"));
  }

  #list() {
    const dialog = this.querySelector("dialog");
    if (!dialog || dialog.open) return dialog?.close();
    const entries = this.#all().map((each) => [each.dataset.key, named(each)]);
    if (document.querySelector("row-list")) {
      entries.push(["j", say("next_row")], ["k", say("previous_row")], ["Enter", say("open_row")], ["x", say("tick_row")]);
    }
    entries.push(["?", say("keys")], ["Escape", say("close")]);
    dialog.querySelector("dl").replaceChildren(...entries.flatMap(([key, words]) => entry(key, words)));
    dialog.showModal();
  }
}

function spelt({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  if (!key || ["Control", "Alt", "Shift", "Meta"].includes(key)) return "";
  // Alt changes the character on some keyboards, and an input method hides it: then the key itself counts
  const plain = altKey || key === "Process" ? code.replace(/^(Digit|Key|Numpad)/, "") : key;
  const name = plain === " " ? "Space" : plain;
  const parts = [(ctrlKey || metaKey) && "Ctrl", altKey && "Alt", shiftKey && name.length > 1 && "Shift", name];
  return parts.filter(Boolean).join("+");
}

function same(bound, struck) {
  return bound.toLowerCase() === struck.toLowerCase();
}

function press(element) {
  if (element.matches(TYPING)) {
    element.focus();
    if (element.matches("input")) element.select(); // what was written at length is gone on with
  } else if (element.matches("form")) element.requestSubmit();
  else element.click();
}

function named(element) {
  const label = element.ariaLabel || element.labels?.[0]?.textContent || element.placeholder;
  if (label) return label.trim();
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, svg, .count").forEach((part) => part.remove());
  return copy.textContent.trim();
}

function entry(key, words) {
  const term = document.createElement("dt");
  for (const part of key.split(/[+ ]/)) {
    const cap = document.createElement("kbd");
    cap.textContent = CAPS[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    term.append(cap, " ");
  }
  const description = document.createElement("dd");
  description.textContent = words;
  return [term, description];
}

customElements.define("hot-keys", HotKeys);
