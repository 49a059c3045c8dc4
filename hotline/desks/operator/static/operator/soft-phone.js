// <soft-phone data-src data-wire>: the telephone in a browser, in a window of its own, so that going from page to page at the desk
// hangs nobody up. Asks for the microphone, rings, picks up what the house tells it to, and tells the desk's pages how it stands:
// asking, insecure, no_microphone, elsewhere, ringing, talking, or as its line does. `phone-lamp` shows it there.
import { reader } from "../ui/js/asking.js";
import { PhoneCall } from "./phone-call.js";
import { PhoneLine } from "./phone-line.js";
import { PhoneRing } from "./phone-ring.js";

class SoftPhone extends HTMLElement {
  #desk = new BroadcastChannel(`phone ${reader()}`);
  #ring = new PhoneRing();
  #line;
  #call;
  #sound;
  #talk = "";

  connectedCallback() {
    this.#desk.onmessage = ({ data }) => this.#asked(data.ask);
    this.addEventListener("click", ({ target }) => this.#asked(target.closest("[data-ask]")?.dataset.ask));
    document.addEventListener("live:news", ({ detail }) => this.#heard(detail));
    document.addEventListener("live:again", () => this.#line?.state === "off" && this.#line.start());
    document.addEventListener("live:tick", () => this.#line?.tick());
    addEventListener("beforeunload", (event) => this.#talk && event.preventDefault());
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    if (!navigator.mediaDevices) return this.#show("insecure");
    this.#show("elsewhere");
    navigator.locks.request(`phone ${reader()}`, () => new Promise(() => this.#open()));
  }

  async #open() {
    this.#show("asking");
    try {
      this.#sound ??= await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return this.#show("no_microphone");
    }
    this.#voice.onended = () => this.#deaf();
    this.#call = new PhoneCall({
      sound: this.#sound,
      ear: this.querySelector("audio"),
      show: (talk) => this.#talks(talk),
      relays: () => this.#line.relays,
    });
    this.#line = new PhoneLine({
      src: this.dataset.src,
      wire: this.dataset.wire,
      came: (event) => this.#call.came(event),
      stands: () => this.#talk || this.#show(this.#line.state),
    });
    this.#line.start();
  }

  get #voice() {
    return this.#sound?.getAudioTracks()[0];
  }

  // The microphone was pulled out: nobody could be answered.
  #deaf() {
    this.#call.end();
    this.#line.stop("off");
    this.#line = this.#sound = undefined;
    this.#show("no_microphone");
  }

  #heard({ about, act }) {
    if (act === "pick_up") this.#call?.allow(about.replace(":", "-"));
    if (act === "sign_in" && this.#line?.state === "off") this.#line.start();
    if (!this.#line || about !== this.#line.seat) return;
    if (act === "unplug") this.#line.start();
    if (act === "after") this.#call.end();
  }

  #asked(what) {
    if (what === "state") this.#tell();
    if (what === "again" && !this.#sound) this.#open();
    if (what === "mute" && this.#talk) {
      this.#voice.enabled = !this.#voice.enabled;
      this.#tell();
    }
  }

  #talks(talk) {
    this.#talk = talk;
    if (talk === "ringing") this.#ring.start();
    else this.#ring.stop();
    if (!talk) this.#voice.enabled = true; // the next caller is heard
    this.#show(talk || this.#line.state);
  }

  #close() {
    if (this.#voice) this.#voice.onended = null; // the microphone ends with the window
    this.#call?.break();
    this.#line?.stop("off");
    this.#desk.postMessage({ state: "closed" });
  }

  #show(state) {
    this.dataset.state = state;
    this.#tell();
  }

  #tell() {
    const muted = this.#voice?.enabled === false;
    this.querySelector('[data-ask="mute"]')?.setAttribute("aria-pressed", muted);
    this.#desk.postMessage({ state: this.dataset.state, muted });
  }
}

customElements.define("soft-phone", SoftPhone);
