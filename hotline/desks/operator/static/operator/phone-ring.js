// The sound of a telephone that rings: two soft tones, made here, so that nothing has to be fetched when somebody calls.

const TONES_HZ = [440, 480];
const ON_S = 1;
const EVERY_MS = 4_000;
const LOUD = 0.06;

export class PhoneRing {
  #sound;
  #timer;

  start() {
    if (this.#timer) return;
    this.#sound ??= new AudioContext();
    this.#timer = setInterval(() => this.#once(), EVERY_MS);
    this.#once();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #once() {
    const now = this.#sound.currentTime;
    const gain = this.#sound.createGain();
    gain.gain.setValueAtTime(0, now);
    gain.gain.linearRampToValueAtTime(LOUD, now + 0.05);
    gain.gain.setValueAtTime(LOUD, now + ON_S - 0.05);
    gain.gain.linearRampToValueAtTime(0, now + ON_S);
    gain.connect(this.#sound.destination);
    for (const hz of TONES_HZ) {
      const tone = this.#sound.createOscillator();
      tone.frequency.value = hz;
      tone.connect(gain);
      tone.start(now);
      tone.stop(now + ON_S);
    }
  }
}
