// <voice-player>: plays a recording. Its waveform is a slider; space plays, the arrows go five seconds, Home and End to the ends.
// The sound is fetched only when somebody asks to hear it, and one sounds at a time. Without script the browser's own player is there.
import { say } from "./words.js";

const STEP_S = 5;
let sounding;

class VoicePlayer extends HTMLElement {
  #sound;
  #wave;
  #length;
  #left;

  connectedCallback() {
    this.#sound = this.querySelector("audio");
    if (!this.#sound) return;
    this.#wave = this.querySelector(".player-wave");
    this.#length = seconds(this.querySelector(".player-time").textContent);
    this.dataset.keep = ""; // news neither stop it nor set it back
    this.#left = new AbortController();
    const on = (what, names, act) => names.forEach((name) => what.addEventListener(name, act, { signal: this.#left.signal }));
    on(this.querySelector("button"), ["click"], () => this.#toggle());
    on(this.querySelector("select"), ["change"], ({ target }) => (this.#sound.playbackRate = this.#sound.defaultPlaybackRate = Number(target.value)));
    on(this.#wave, ["pointerdown", "pointermove"], (event) => this.#point(event));
    on(this, ["keydown"], (event) => this.#struck(event));
    on(this.#sound, ["play", "pause", "ended"], () => this.#turned());
    on(this.#sound, ["timeupdate", "seeking", "loadedmetadata", "error"], () => this.#show());
    this.#show();
  }

  disconnectedCallback() {
    this.#sound?.pause();
    this.#left?.abort();
  }

  get #whole() {
    return Number.isFinite(this.#sound.duration) ? this.#sound.duration : this.#length;
  }

  #toggle() {
    if (!this.#sound.paused) return this.#sound.pause();
    if (sounding !== this.#sound) sounding?.pause();
    sounding = this.#sound;
    if (this.#sound.error) this.#sound.load();
    this.#sound.play().catch(() => {}); // what is wrong the error tells
  }

  #go(to) {
    this.#sound.currentTime = Math.max(0, Math.min(to, this.#whole));
    this.#show();
  }

  #point(event) {
    if (!(event.buttons & 1)) return;
    if (event.type === "pointerdown") this.#wave.setPointerCapture(event.pointerId);
    const { left, width } = this.#wave.getBoundingClientRect();
    this.#go(((event.clientX - left) / width) * this.#whole);
  }

  #struck(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("select")) return;
    const does = {
      " ": () => this.#toggle(),
      ArrowLeft: () => this.#go(this.#sound.currentTime - STEP_S),
      ArrowRight: () => this.#go(this.#sound.currentTime + STEP_S),
      Home: () => this.#go(0),
      End: () => this.#go(this.#whole),
    }[event.key];
    if (!does || (event.key === " " && event.target.matches("button"))) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  #turned() {
    const playing = !this.#sound.paused && !this.#sound.ended;
    this.dataset.state = playing ? "playing" : "";
    this.querySelector("button").ariaLabel = say(playing ? "pause" : "play");
    const use = this.querySelector("button use");
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, playing ? "#hold" : "#play"));
    this.#show();
  }

  #show() {
    const at = this.#sound.currentTime;
    const whole = this.#whole;
    const words = this.#sound.error ? say("no_sound") : `${clock(at)} / ${clock(whole)}`;
    this.querySelector(".player-time").textContent = words;
    this.querySelector(".player-done").setAttribute("width", whole ? (220 * at) / whole : 0);
    this.#wave.setAttribute("aria-valuemax", Math.round(whole));
    this.#wave.setAttribute("aria-valuenow", Math.round(at));
    this.#wave.setAttribute("aria-valuetext", words);
  }
}

function seconds(words) {
  return words.split(":").reduce((sum, part) => 60 * sum + Number(part), 0) || 0;
}

function clock(length) {
  const whole = Math.round(length);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

customElements.define("voice-player", VoicePlayer);
