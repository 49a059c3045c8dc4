// <pass-key data-does="create|get" data-options data-unable data-refused>: makes or shows a passkey when its form is sent.
// The browser does it all; this asks the server what to ask for, and puts the answer into the form.
import { signed } from "/static/ui/js/asking.js";

class PassKey extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      if (this.#field.value) return; // filled: the form goes its way
      event.preventDefault();
      this.#ask(event.target);
    });
    // Coming back by "back" starts anew: what was signed is good once.
    addEventListener("pageshow", () => this.#reset());
  }

  get #field() {
    return this.querySelector('[name="credential"]');
  }

  async #ask(form) {
    const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON;
    if (!able) return this.#say(this.dataset.unable);
    this.#busy(true);
    try {
      const credential = await this.#credential();
      this.#field.value = JSON.stringify(credential.toJSON());
      form.requestSubmit();
    } catch {
      this.#say(this.dataset.refused);
      this.#busy(false);
    }
  }

  async #credential() {
    const answer = await fetch(this.dataset.options, { method: "POST", headers: signed({ "X-Requested-With": "pass-key" }) });
    if (!answer.ok) throw new Error(answer.status);
    const { publicKey } = await answer.json();
    if (this.dataset.does === "create") {
      return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
    }
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }

  #busy(is) {
    this.querySelector("button").setAttribute("aria-busy", is);
  }

  #reset() {
    this.#field.value = "";
    this.#busy(false);
  }

  #say(words) {
    const place = this.querySelector('[role="alert"]');
    place.querySelector("span").textContent = words;
    place.hidden = false;
  }
}

customElements.define("pass-key", PassKey);
