// <kept-acts data-place>: holds forms that must reach the line, however bad the network is. An act that is pressed is kept first
// and sent then, again and again with the same key until there is an answer, by this page or the next. What was
// refused is said and dropped. The words stand in data-*; without script each form is an ordinary POST.
import { Idiomorph } from "../ui/vendor/idiomorph.esm.js";
import { announce, backOff, freshKey, isAtTheDoor } from "../ui/js/asking.js";
import { fill } from "../ui/js/form-fields.js";
import { toast, toastNext } from "../ui/js/toast.js";
import { Kept, pressed, send, where, written } from "./kept.js";

const PATIENCE_MS = 20_000; // a line that is deaf counts as cut
const TOO_OLD_MS = 36 * 3600_000; // the server knows a key for two days

class KeptActs extends HTMLElement {
  #kept;
  #busy = false;
  #tries = 0;
  #timer;
  #left;

  connectedCallback() {
    this.#kept = new Kept(`acts:${this.dataset.place}`);
    this.#left = new AbortController();
    const options = { signal: this.#left.signal };
    this.addEventListener("submit", this.#pressed, { ...options, capture: true });
    this.addEventListener("live:morphed", () => this.#show(), options);
    addEventListener("online", () => this.#sendAll(), options);
    document.addEventListener("visibilitychange", () => this.#sendAll(), options);
    document.addEventListener("live:state", ({ detail }) => detail.state === "live" && this.#sendAll(), options);
    this.dataset.ready = "";
    this.#sendAll();
  }

  disconnectedCallback() {
    this.#left.abort();
    clearTimeout(this.#timer);
  }

  #pressed = async (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || form.method !== "post") return;
    event.preventDefault(); // whoever else would send it lets it be
    if (this.#waits(form) || form.inert) return;
    form.inert = true; // while a photo is read, a second press is the same press
    const act = await pressed(form, submitter);
    form.inert = false;
    if (!this.#kept.add(act)) return this.#say(act, this.dataset.full);
    form.reset();
    if (form.elements.key) form.elements.key.value = freshKey();
    form.closest("dialog")?.close();
    this.#sendAll();
  };

  #waits(form) {
    return !form.hasAttribute("data-several") && this.#kept.all().some((act) => act.action === where(form));
  }

  async #sendAll() {
    this.#show();
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    for (let act = this.#kept.all()[0]; act && this.isConnected; act = this.#kept.all()[0]) {
      if (!(await this.#settled(act))) break;
      this.#tries = 0;
      this.#show();
    }
    this.#busy = false;
    if (!this.#kept.all().length || this.dataset.state === "out") return;
    this.#timer = setTimeout(() => this.#sendAll(), backOff(this.#tries++, { first: 1000, most: 15_000 }));
  }

  /** Send one act; say whether it is over with it, the one way or the other. */
  async #settled(act) {
    if (Date.now() - act.at > TOO_OLD_MS) return this.#over(act, this.dataset.late);
    this.#show("sending");
    const response = await send(act, PATIENCE_MS);
    if (!response) return this.#wait("waiting"); // cut, or the answer is lost: the same again, with the same key
    return isAtTheDoor(response) ? this.#wait("out") : this.#answered(act, response);
  }

  async #answered(act, response) {
    const words = decodeURIComponent(response.headers.get("X-Toast") ?? "");
    if (response.ok) return this.#done(act, words);
    const plain = response.headers.get("Content-Type")?.startsWith("text/plain");
    if (response.status === 422) return this.#correct(act, await response.text());
    return this.#over(act, words || (plain && (await response.text())) || this.dataset.refused);
  }

  // A page without a live region shows what has become of it when it is opened again, not while something is typed in it.
  #done(act, words) {
    this.#kept.drop(act.key);
    announce("live:again");
    const stays = this.querySelector("live-region, dialog[open]");
    (stays ? toast : toastNext)(words);
    if (!stays && !this.#kept.all().length) location.reload();
    return true;
  }

  #correct(act, html) {
    const form = this.#formOf(act);
    if (!form) return this.#over(act, this.dataset.wrong);
    this.#kept.drop(act.key);
    Idiomorph.morph(form.querySelector("[data-fields]"), html, { morphStyle: "innerHTML" });
    const dialog = form.closest("dialog");
    if (dialog && !dialog.open) dialog.showModal();
    form.querySelector('[aria-invalid="true"]:is(input, select, textarea), [aria-invalid="true"] input')?.focus();
    return true;
  }

  #formOf(act) {
    return [...this.querySelectorAll("form")].find((one) => where(one) === act.action && one.querySelector("[data-fields]"));
  }

  #over(act, words) {
    this.#kept.drop(act.key);
    const form = this.#formOf(act);
    if (form) fill(form, written(act)); // who may do it still need not write it again
    this.#say(act, words);
    announce("live:again");
    return true;
  }

  #wait(state) {
    this.#show(state);
    return false;
  }

  #say(act, words) {
    this.#line(`${act.label}：${words}`, "late", "said");
  }

  /** Say which acts wait, and how: sending, waiting, out (signed out); their forms stand still meanwhile. */
  #show(state = this.dataset.state ?? "sending") {
    this.dataset.state = state;
    for (const line of this.querySelectorAll("[data-lines] > [data-waits]")) line.remove();
    for (const act of this.#kept.all()) this.#line(`${act.label} · ${this.dataset[state]}`, "soon", "waits");
    for (const form of this.querySelectorAll("form")) (form.closest("step-dialog") ?? form).inert = this.#waits(form);
  }

  #line(words, tone, what) {
    const line = Object.assign(document.createElement("li"), { className: "note", textContent: words });
    Object.assign(line.dataset, { tone, [what]: "" });
    this.querySelector("[data-lines]").append(line);
  }
}

customElements.define("kept-acts", KeptActs);
