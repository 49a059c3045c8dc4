// What waits to be sent, kept by the browser under one name so that a reload loses nothing; and a form as it is kept.
import { freshKey, signed } from "../ui/js/asking.js";

const LATER = [500, 502, 503, 504];
const NOT_KEPT = ["csrfmiddlewaretoken", "key"];

/** The acts that wait, the first pressed first. */
export class Kept {
  constructor(place) {
    this.place = place;
  }

  all() {
    try {
      return JSON.parse(localStorage.getItem(this.place)) ?? [];
    } catch {
      return []; // somebody else wrote there
    }
  }

  /** Keep one more; say whether there was room. */
  add(act) {
    try {
      localStorage.setItem(this.place, JSON.stringify([...this.all(), act]));
      return true;
    } catch {
      return false;
    }
  }

  drop(key) {
    const left = this.all().filter((act) => act.key !== key);
    if (left.length) localStorage.setItem(this.place, JSON.stringify(left));
    else localStorage.removeItem(this.place);
  }
}

/** What was pressed: where it goes, under which key, what was filled in, and the words of the button. */
export async function pressed(form, submitter) {
  const fields = [];
  for (const [name, value] of new FormData(form, submitter?.name ? submitter : undefined)) {
    if (NOT_KEPT.includes(name)) continue;
    if (typeof value === "string") fields.push([name, value]);
    else if (value.size) fields.push([name, await encoded(value), value.name]);
  }
  return {
    key: form.elements.key?.value || freshKey(),
    action: where(form),
    label: (form.closest("dialog")?.querySelector("h1") ?? submitter ?? form.querySelector('[type="submit"]'))?.textContent.trim(),
    fields,
    at: Date.now(),
  };
}

/** Where a form leads: a path, so that it is still right when the line is reached by another name. */
export function where(form) {
  return new URL(form.getAttribute("action"), location.href).pathname;
}

/** What was written into a form, its files left out. */
export function written(act) {
  const fields = {};
  for (const [name, value, file] of act.fields) {
    if (file === undefined) fields[name] = name in fields ? [].concat(fields[name], value) : value;
  }
  return fields;
}

/** Send a kept act as its form would have; nothing comes back where there was no answer, or none for now. */
export async function send(act, patience) {
  try {
    const headers = signed({ "X-Requested-With": "step-form" });
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(act.action, { method: "POST", body: body(act), headers, signal });
    return LATER.includes(response.status) ? undefined : response;
  } catch {
    return undefined;
  }
}

function body(act) {
  const filled = new FormData();
  filled.set("key", act.key);
  for (const [name, value, file] of act.fields) {
    if (file === undefined) filled.append(name, value);
    else filled.append(name, unwritten(value), file);
  }
  return filled;
}

function encoded(file) {
  return new Promise((go, fail) => {
    const reader = new FileReader();
    reader.onload = () => go(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
}

function unwritten(url) {
  const [head, data] = url.split(",");
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  return new Blob([bytes], { type: head.slice(5).split(";")[0] });
}
