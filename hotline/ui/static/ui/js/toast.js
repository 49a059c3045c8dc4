// <toast-region>: echoes of what was done. toast(words) shows one from anywhere; toastNext(words) shows it on the next page.
// Given an address to undo at, an echo has its way back: a button, and a key.
import { announce, freshKey, signed } from "./asking.js";
import { say } from "./words.js";

const SHOWN_MS = 6_000;
const UNDO_MS = 20_000; // whoever clicked wrongly needs a moment to see it
const UNDO_KEY = "Alt+Z";
const NEXT = "toast-next";

class ToastRegion extends HTMLElement {
  connectedCallback() {
    const waiting = sessionStorage.getItem(NEXT);
    sessionStorage.removeItem(NEXT);
    for (const toast of this.children) this.#expire(toast); // those the server wrote into the page
    if (this.childElementCount) this.showPopover?.();
    if (waiting) this.show(...read(waiting));
  }

  show(words, { tone = "", undo = "" } = {}) {
    const toast = document.createElement("div");
    toast.className = "toast";
    if (tone) toast.dataset.tone = tone;
    toast.append(this.#icon(tone === "late" ? "alert" : "check"), words);
    toast.title = say("close");
    toast.onclick = () => this.#remove(toast);
    if (undo) {
      for (const old of this.querySelectorAll("[data-key]")) old.parentElement.remove(); // only the last can be taken back
      toast.append(this.#wayBack(undo));
    }
    this.append(toast);
    // shown anew, it lies above a dialog that was opened after it
    if (this.matches(":popover-open")) this.hidePopover();
    this.showPopover?.();
    this.#expire(toast);
  }

  #expire(toast) {
    const shown = toast.querySelector("[data-key]") ? UNDO_MS : SHOWN_MS;
    let timer = setTimeout(() => this.#remove(toast), shown);
    toast.onmouseenter = () => clearTimeout(timer);
    toast.onmouseleave = () => (timer = setTimeout(() => this.#remove(toast), SHOWN_MS));
  }

  #wayBack(address) {
    const button = document.createElement("button");
    const cap = document.createElement("kbd");
    cap.textContent = UNDO_KEY.replace("+", " ");
    Object.assign(button, { type: "button", className: "btn", title: say("undo"), ariaKeyShortcuts: UNDO_KEY });
    button.dataset.key = UNDO_KEY;
    button.append(say("undo"), cap);
    button.onclick = () => undoAt(address, freshKey());
    return button;
  }

  #remove(toast) {
    toast.remove();
    if (!this.childElementCount && this.matches(":popover-open")) this.hidePopover();
  }

  #icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${this.dataset.icons}#${name}`);
    svg.append(use);
    return svg;
  }
}

customElements.define("toast-region", ToastRegion);

export function toast(words, options) {
  if (words) document.querySelector("toast-region")?.show(words, options);
}

export function toastNext(words, options = {}) {
  if (words) sessionStorage.setItem(NEXT, JSON.stringify([words, options]));
}

function read(kept) {
  try {
    return JSON.parse(kept);
  } catch {
    return [kept];
  }
}

async function undoAt(address, key) {
  try {
    const headers = signed({ "X-Requested-With": "step-form" });
    const response = await fetch(address, { method: "POST", body: new URLSearchParams({ key }), headers });
    const words = decodeURIComponent(response.headers.get("X-Toast") ?? "") || (!response.ok && (await response.text()));
    toast(words || say("failed"), { tone: response.ok ? "" : "late" });
    if (response.ok) announce("live:again");
  } catch {
    toast(say("failed"), { tone: "late" });
  }
}
