// How the telephone in the browser stands with the switch: registers with what the house gives this seat, again when the wire
// broke, anew when the account is another; nothing is tried while the house gives nothing.
// It keeps what relays the sound fresh. It tells `stands`: off, signed_out, connecting, lost, ready.
import { backOff, isSignedOut } from "../ui/js/asking.js";
import { UA } from "../ui/vendor/jssip.min.js";
import { PhoneWire } from "./phone-wire.js";

const AGAIN_MS = 60_000; // how often it registers anew; a hidden window's own timers are too slow
const EXPIRES_S = 180;
const FRESH_MS = 3_600_000; // relays are lent for some hours

export class PhoneLine {
  #account = { seat: "", password: "", relays: [] };
  #askedAt = 0;
  #agent;
  #registeredAt = 0;
  #tries = 0;
  #timer;
  state = "";

  constructor({ src, wire, came, stands }) {
    Object.assign(this, { src, wire, came, stands });
  }

  get seat() {
    return this.#account.seat;
  }

  get relays() {
    return this.#account.relays;
  }

  async start() {
    this.stop("connecting");
    const account = await this.#ask().catch(() => undefined);
    if (account === null) return;
    if (account === undefined) return this.#later();
    this.#account = account;
    const agent = (this.#agent = new UA({
      sockets: [new PhoneWire({ path: this.wire, ask: () => this.#ticket() })],
      uri: `sip:${account.name}@hotline.invalid`,
      password: account.password,
      register_expires: EXPIRES_S,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 15,
    }));
    const mine = (then) => (event) => agent === this.#agent && then(event);
    agent.on("registered", mine(() => this.#registered()));
    agent.on("registrationFailed", mine(() => this.#later())); // the switch may not know of the account yet, or no more
    agent.on("disconnected", mine(() => this.#become("lost")));
    agent.on("newRTCSession", mine((event) => this.came(event)));
    agent.start();
  }

  stop(state) {
    clearTimeout(this.#timer);
    const agent = this.#agent;
    this.#agent = undefined;
    agent?.stop();
    this.#become(state);
  }

  /** Called now and then from outside, whether the window is seen or not. */
  tick() {
    if (this.state === "ready" && Date.now() - this.#registeredAt > AGAIN_MS) this.#agent.register();
    if (this.relays.length && Date.now() - this.#askedAt > FRESH_MS) this.#freshen().catch(() => {});
  }

  // What this seat registers with; null when it has no telephone in a browser.
  async #ask() {
    const response = await this.#fetch();
    if (isSignedOut(response)) return this.#giveUp("signed_out");
    if (response.status === 409) return this.#giveUp("off");
    if (!response.ok) throw new Error(`telephone: ${response.status}`);
    return response.json();
  }

  #fetch() {
    this.#askedAt = Date.now();
    return fetch(this.src, { headers: { "X-Background": "1" }, cache: "no-store" });
  }

  async #ticket() {
    const account = await this.#ask();
    if (account && account.password !== this.#account.password) setTimeout(() => this.start());
    return this.#isMine(account) ? account.ticket : "";
  }

  // Whatever else the answer says is not acted upon: a call may go on, and the wire notices by itself what is over.
  async #freshen() {
    const response = await this.#fetch();
    if (response.ok && !isSignedOut(response)) this.#isMine(await response.json());
  }

  #isMine(account) {
    const mine = account?.password === this.#account.password;
    if (mine) this.#account = account;
    return mine;
  }

  #giveUp(state) {
    this.stop(state);
    return null;
  }

  #later() {
    this.#become("connecting");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), backOff(this.#tries++, { most: 10_000 }));
  }

  #registered() {
    this.#registeredAt = Date.now();
    this.#tries = 0;
    this.#become("ready");
  }

  #become(state) {
    this.state = state;
    this.stands();
  }
}
