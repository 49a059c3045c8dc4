// <step-form>: sends its form by fetch with a key that stays the same until the server has answered, so that a step is
// tried again over a bad line and never taken twice. Without script the form is an ordinary POST.
// Around a send it tells: step:send (a listener may push a promise to detail.first), step:done, step:failed.
import { Idiomorph } from "../vendor/idiomorph.esm.js";
import { announce, backOff, freshKey, isAtTheDoor } from "./asking.js";
import { toast, toastNext } from "./toast.js";
import { say } from "./words.js";

const GIVE_UP_MS = 90_000;
const ONE_PRESS_MS = 400; // a second click within this is the same press, though the first is answered already
const NOT_NOW = [502, 503, 504];

class StepForm extends HTMLElement {
  #busy = false;
  #last = { action: "", until: 0 }; // the press just answered
  #wake = () => {};

  connectedCallback() {
    this.addEventListener("submit", this.#submitted);
    addEventListener("online", this.#online);
  }

  disconnectedCallback() {
    removeEventListener("online", this.#online);
  }

  #online = () => this.#wake();

  #submitted = async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const { target: form, submitter } = event;
    const action = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
    const same = action === this.#last.action && performance.now() < this.#last.until;
    if (this.#busy || same) return;
    this.#show(form, submitter, true);
    const first = [];
    this.#tell("step:send", { first });
    await Promise.race([Promise.allSettled(first), new Promise((go) => setTimeout(go, 1000))]);
    const response = await this.#send(action, this.#filled(form, submitter));
    this.#show(form, submitter, false);
    if (!response) return this.#tell("step:failed");
    this.#keyOf(form).value = freshKey(); // answered: whatever comes next is another act
    await this.#answered(form, response, action);
  };

  #keyOf(form) {
    const key = form.elements.key ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "key" }));
    key.value ||= freshKey();
    return key;
  }

  #filled(form, submitter) {
    this.#keyOf(form);
    return new FormData(form, submitter?.name ? submitter : undefined);
  }

  async #send(action, body) {
    const started = Date.now();
    for (let tries = 0; Date.now() - started < GIVE_UP_MS; tries++) {
      try {
        const response = await fetch(action, { method: "POST", body, headers: { "X-Requested-With": "step-form" } });
        if (!NOT_NOW.includes(response.status)) return response;
      } catch {
        /* no answer: the same again below, with the same key */
      }
      if (tries === 1) toast(say("retrying"), { tone: "late" });
      await this.#pause(backOff(tries, { most: 8000 }));
    }
    toast(say("gave_up"), { tone: "late" });
    return undefined;
  }

  #pause(wait) {
    return new Promise((go) => {
      this.#wake = go;
      setTimeout(go, wait);
    });
  }

  async #answered(form, response, action) {
    const words = decodeURIComponent(response.headers.get("X-Toast") ?? "");
    if (isAtTheDoor(response)) return this.#refused(say("signed_out"));
    if (response.ok) return this.#done(form, response, words, action);
    if (response.status === 422) return this.#correct(form, await response.text());
    const plain = response.headers.get("Content-Type")?.startsWith("text/plain");
    return this.#refused(words || (plain && (await response.text())) || say(response.status === 403 ? "refused" : "failed"));
  }

  #refused(words) {
    this.#tell("step:failed");
    toast(words, { tone: "late" });
  }

  #done(form, response, words, action) {
    this.#last = { action, until: performance.now() + ONE_PRESS_MS };
    const next = response.headers.get("HX-Redirect") ?? response.headers.get("Location") ?? (response.redirected && response.url);
    const undo = response.headers.get("X-Undo") ?? "";
    this.#tell("step:done");
    if (next) {
      toastNext(words, { undo });
      location.assign(next);
      return;
    }
    form.reset();
    this.#keyOf(form).value = freshKey();
    toast(words, { undo });
    announce("live:again");
  }

  #correct(form, html) {
    this.#tell("step:failed");
    const key = this.#keyOf(form).value;
    Idiomorph.morph(form.querySelector("[data-fields]") ?? form, html, { morphStyle: "innerHTML" });
    this.#keyOf(form).value = key;
    form.querySelector('[aria-invalid="true"]:is(input, select, textarea), [aria-invalid="true"] input')?.focus();
  }

  #show(form, submitter, busy) {
    this.#busy = busy;
    form.inert = busy;
    form.setAttribute("aria-busy", busy);
    const button = submitter ?? form.querySelector('[type="submit"]');
    if (busy) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("step-form", StepForm);
