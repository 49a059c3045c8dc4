// <due-clock data-due data-start data-warn data-form>: lets a time chip tick between two answers of the server.
// The server says the state and when it turns (data-warn, data-due); the chip never decides what "soon" is.
import { everySecond, now } from "./server-time.js";
import { say } from "./words.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

class DueClock extends HTMLElement {
  static observedAttributes = ["data-due", "data-start", "data-warn"];
  #stop = () => {};

  connectedCallback() {
    this.#stop = everySecond(() => this.#tick());
    this.#tick();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#tick();
  }

  #tick() {
    const due = Date.parse(this.dataset.due);
    if (Number.isNaN(due)) return;
    const left = Math.trunc((due - now()) / 1000);
    const bare = "bare" in this.dataset;
    const words = bare ? this.#short(Math.max(0, left)) : say(left >= 0 ? "left" : "over", { time: this.#short(Math.abs(left)) });
    if (this.textContent !== words) this.textContent = words;
    this.#turn(due);
    this.#fill(due);
  }

  #turn(due) {
    const warn = Date.parse(this.dataset.warn);
    if (this.hasAttribute("data-bare")) return;
    if (now() >= due) this.dataset.state = "late";
    else if (now() >= warn && !this.dataset.state) this.dataset.state = "soon";
  }

  #fill(due) {
    const start = Date.parse(this.dataset.start);
    if (Number.isNaN(start) || due <= start) return;
    const used = Math.min(1, Math.max(0, (now() - start) / (due - start)));
    this.style.setProperty("--used", used.toFixed(3));
    this.closest(".countdown")?.style.setProperty("--used", used.toFixed(3));
  }

  #short(seconds) {
    const two = (number) => String(number).padStart(2, "0");
    if (this.dataset.form === "ms") return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    if (seconds >= 2 * DAY) return say("days", { n: Math.floor(seconds / DAY) });
    if (seconds >= 10 * HOUR) return say("hours", { n: Math.floor(seconds / HOUR) });
    return `${Math.floor(seconds / HOUR)}:${two(Math.floor((seconds % HOUR) / 60))}`;
  }
}

customElements.define("due-clock", DueClock);
