// How a page asks the server for something: the headers we agreed on, and how long to wait before asking again.

/** The headers of a request that changes something. */
export function signed(headers = {}) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  return token ? { ...headers, "X-CSRFToken": token } : headers;
}

/** Milliseconds to wait before the n-th try again: doubling, with jitter, so that desks do not come back as one. */
export function backOff(tries, { first = 500, most = 30_000 } = {}) {
  return Math.min(most, first * 2 ** tries) * (0.5 + Math.random() / 2);
}

/** The answers that mean: you are no longer signed in. A fragment or a draft is never answered from elsewhere. */
export function isSignedOut(response) {
  return response.redirected || response.status === 401;
}

/** The same for a step, which may well lead elsewhere: only the door itself counts. */
export function isAtTheDoor(response) {
  const door = document.documentElement.dataset.door;
  return response.status === 401 || Boolean(door && response.redirected && new URL(response.url).pathname === door);
}

/** Whose page this is: what waits in the browser for one person is never shown to the next. */
export function reader() {
  return document.documentElement.dataset.reader ?? "";
}

/** Tell the whole page something. */
export function announce(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** A key for one intended act; randomUUID exists only on secure origins. */
export function freshKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
