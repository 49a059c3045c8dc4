// <small-photo>: holds a form with one photo to choose; chosen, it is made small enough for a poor line and for the browser to keep,
// and sent; with data-holds it waits for the form's own button. Without script the form has a button.

const LONGEST = 1280; // pixels of the longer side

class SmallPhoto extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this.#chosen);
  }

  #chosen = async ({ target }) => {
    const [file] = target.files ?? [];
    if (!file) return;
    const small = await made(file);
    const files = new DataTransfer();
    files.items.add(small);
    target.files = files.files;
    if (!("holds" in this.dataset)) target.form.requestSubmit();
  };
}

async function made(file) {
  try {
    const picture = await createImageBitmap(file); // turned as it was taken
    const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const sheet = document.createElement("canvas");
    Object.assign(sheet, { width: Math.round(picture.width * share), height: Math.round(picture.height * share) });
    sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
    const blob = await new Promise((go) => sheet.toBlob(go, "image/jpeg", 0.8));
    return new File([blob], "photo.jpg", { type: "image/jpeg" });
  } catch {
    return file; // not to be read here: the line says what is wrong with it
  }
}

customElements.define("small-photo", SmallPhoto);
