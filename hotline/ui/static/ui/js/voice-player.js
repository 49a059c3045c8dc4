// <voice-player data-src>: plays a recording; the sound is fetched only when somebody asks to hear it.
import { say } from "./words.js";

class VoicePlayer extends HTMLElement {
  #sound;

  connectedCallback() {
    this.querySelector("button")?.addEventListener("click", () => this.#toggle());
  }

  disconnectedCallback() {
    this.#sound?.pause();
  }

  #toggle() {
    this.#sound ??= this.#load();
    if (this.#sound.paused) this.#sound.play();
    else this.#sound.pause();
  }

  #load() {
    const sound = new Audio(this.dataset.src);
    for (const name of ["play", "pause", "ended"]) sound.addEventListener(name, () => this.#show());
    sound.addEventListener("timeupdate", () => this.#time());
    return sound;
  }

  #show() {
    const playing = !this.#sound.paused;
    this.dataset.state = playing ? "playing" : "";
    this.querySelector("button").ariaLabel = say(playing ? "pause" : "play");
    const use = this.querySelector("button use");
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, playing ? "#hold" : "#play"));
  }

  #time() {
    const left = Math.max(0, Math.round((this.#sound.duration || 0) - this.#sound.currentTime));
    const place = this.querySelector(".player-time");
    if (place) place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }
}

customElements.define("voice-player", VoicePlayer);
