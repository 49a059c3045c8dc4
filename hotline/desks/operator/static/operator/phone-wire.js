// The way of JsSIP to the switch: a WebSocket under our own address, opened with a ticket that is fetched anew each time.
// `ask` fetches it; it gives nothing when this seat has no telephone in a browser any more, and then JsSIP tries again later.

export class PhoneWire {
  via_transport = location.protocol === "https:" ? "WSS" : "WS";
  sip_uri = `sip:hotline.invalid;transport=${this.via_transport.toLowerCase()}`;
  #ask;
  #socket;
  #turn = 0;

  constructor({ path, ask }) {
    this.url = new URL(path, location.href.replace(/^http/, "ws")).href;
    this.#ask = ask;
  }

  // JsSIP takes no async function for a function.
  connect() {
    this.#open();
  }

  disconnect() {
    this.#turn++;
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  async #open() {
    const turn = ++this.#turn;
    const ticket = await this.#ask().catch(() => "");
    if (turn !== this.#turn) return; // given up meanwhile
    if (!ticket) return this.ondisconnect?.(true, 1006, "no ticket");
    const socket = (this.#socket = new WebSocket(`${this.url}?ticket=${encodeURIComponent(ticket)}`, "sip"));
    socket.onopen = () => this.onconnect?.();
    socket.onmessage = ({ data }) => this.ondata?.(data);
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.#socket) return;
      this.#socket = undefined;
      this.ondisconnect?.(true, code, reason);
    };
  }

  send(message) {
    if (!this.isConnected()) return false;
    this.#socket.send(message);
    return true;
  }

  isConnected() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  isConnecting() {
    return this.#socket?.readyState === WebSocket.CONNECTING;
  }
}
