// One call at the telephone in the browser. It is picked up only when the house says so: `allow` names the calls it said it of.
// Whoever else rings, or rings while one goes on, is told that the line is busy.

const ALLOWED_MS = 30_000; // how long "pick this up" may come before the call itself
const BROKEN = 'Reason: Q.850;cause=41;text="window closed"'; // a temporary failure
const FOUND_MS = 50; // what is found in the same moment comes along
const SEEK_MS = 2_000; // how long a relay that does not answer may hold the call up

export class PhoneCall {
  #sound;
  #show;
  #relays;
  #session;
  #about = "";
  #allowed = new Map();

  /**
   * `sound` is the microphone's stream, `ear` plays what is heard, `show` is told "", "ringing" or "talking", `relays` says what
   * carries the sound where there is no direct way.
   */
  constructor({ sound, ear, show, relays }) {
    this.#sound = sound;
    this.#relays = relays;
    this.ear = ear;
    this.#show = show;
  }

  get goesOn() {
    return Boolean(this.#session);
  }

  came({ originator, session, request }) {
    const about = originator === "remote" ? (request.getHeader("X-Call-Id") ?? "") : "";
    if (!about || this.#session) return session.terminate({ status_code: 486 });
    this.#session = session;
    this.#about = about;
    session.on("peerconnection", ({ peerconnection }) => this.#listen(peerconnection));
    session.on("icecandidate", ({ candidate, ready }) => this.#found(candidate.type, ready));
    session.on("confirmed", () => this.#show("talking"));
    session.on("ended", () => this.#over(session));
    session.on("failed", () => this.#over(session));
    if (Date.now() - (this.#allowed.get(about) ?? 0) < ALLOWED_MS) this.#answer();
    else this.#show("ringing");
  }

  /** The house says that this call is picked up: now, or as soon as it rings. */
  allow(about) {
    this.#allowed.set(about, Date.now());
    if (this.#session && this.#about === about && this.#session.isInProgress()) this.#answer();
  }

  /** The talk is over, as the house says: the switch could not tell us if the wire was away. */
  end() {
    if (this.#session?.isEstablished()) this.#session.terminate();
  }

  /** The window closes in the talk: nobody hung up, and the caller is kept. */
  break() {
    if (this.#session?.isEstablished()) this.#session.terminate({ extraHeaders: [BROKEN] });
  }

  #answer() {
    this.#allowed.delete(this.#about);
    this.#session.answer({
      mediaConstraints: { audio: true, video: false },
      mediaStream: this.#sound,
      pcConfig: { iceServers: this.#relays() },
    });
  }

  // The switch is told once, in the answer, where this telephone can be reached: not before the best way there may be is known.
  #found(way, ready) {
    const asked = this.#relays().flatMap(({ urls }) => urls);
    const best = asked.some((url) => url.startsWith("turn")) ? "relay" : asked.length ? "srflx" : "host";
    setTimeout(ready, way === best ? FOUND_MS : SEEK_MS);
  }

  #listen(connection) {
    connection.addEventListener("track", ({ streams: [stream], track }) => {
      this.ear.srcObject = stream ?? new MediaStream([track]);
      this.ear.play().catch(() => {});
    });
  }

  #over(session) {
    if (session !== this.#session) return;
    this.#session = undefined;
    this.ear.srcObject = null;
    this.#show("");
  }
}
