// <own-place>: holds a button that sends its form with where the worker stands. He is asked by his browser when he presses it, never
// before, and the place leaves the telephone rounded to a hundred metres. Where there is none, it goes without.

const PATIENCE_MS = 10_000;

class OwnPlace extends HTMLElement {
  connectedCallback() {
    this.hidden = !("geolocation" in navigator);
    this.addEventListener("click", this.#pressed);
  }

  #pressed = async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    button.form.elements.place.value = await place();
    button.removeAttribute("aria-busy");
    button.form.requestSubmit();
  };
}

function place() {
  return new Promise((go) => {
    const told = ({ coords }) => go(`${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
    navigator.geolocation.getCurrentPosition(told, () => go(""), { timeout: PATIENCE_MS, maximumAge: 60_000 });
  });
}

customElements.define("own-place", OwnPlace);
