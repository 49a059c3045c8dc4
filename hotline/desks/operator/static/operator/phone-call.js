// One call at the telephone in the browser. It is picked up only when the house says so: `allow` names the calls it said it of.
// Whoever else rings, or rings while one goes on, is told that the line is busy.

const ALLOWED_MS = 30_000; // how long "pick this up" may come before the call itself
const BROKEN = 'Reason: Q.850;cause=41;text="window closed"'; // a temporary failure
const ANSWER = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } };

export class PhoneCall {
  #sound;
  #show;
  #session;
  #about = "";
  #allowed = new Map();

  /** `sound` is the microphone's stream, `ear` plays what is heard, `show` is told "", "ringing" or "talking". */
  constructor({ sound, ear, show }) {
    this.#sound = sound;
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
    session.on("icecandidate", ({ candidate, ready }) => candidate.type === "host" && setTimeout(ready, 50));
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
    this.#session.answer({ ...ANSWER, mediaStream: this.#sound });
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
