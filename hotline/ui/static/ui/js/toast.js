// <toast-region>: echoes of what was done. toast(words) shows one from anywhere; toastNext(words) shows it on the next page.
import { say } from "./words.js";

const SHOWN_MS = 6_000;
const NEXT = "toast-next";

class ToastRegion extends HTMLElement {
  connectedCallback() {
    const waiting = sessionStorage.getItem(NEXT);
    sessionStorage.removeItem(NEXT);
    for (const toast of this.children) this.#expire(toast); // those the server wrote into the page
    if (this.childElementCount) this.showPopover?.();
    if (waiting) this.show(waiting);
  }

  show(words, { tone = "" } = {}) {
    const toast = document.createElement("div");
    toast.className = "toast";
    if (tone) toast.dataset.tone = tone;
    toast.append(this.#icon(tone === "late" ? "alert" : "check"), words);
    toast.title = say("close");
    toast.onclick = () => this.#remove(toast);
    this.append(toast);
    // shown anew, it lies above a dialog that was opened after it
    if (this.matches(":popover-open")) this.hidePopover();
    this.showPopover?.();
    this.#expire(toast);
  }

  #expire(toast) {
    let timer = setTimeout(() => this.#remove(toast), SHOWN_MS);
    toast.onmouseenter = () => clearTimeout(timer);
    toast.onmouseleave = () => (timer = setTimeout(() => this.#remove(toast), SHOWN_MS));
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

export function toastNext(words) {
  if (words) sessionStorage.setItem(NEXT, words);
}
