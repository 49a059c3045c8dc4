// <paper-drop>: takes files that are chosen, dropped or pasted, sends them one after the other and shows how far each
// has come. Without script the form inside is an ordinary POST.
import { announce, freshKey } from "../ui/js/asking.js";
import { toast } from "../ui/js/toast.js";

const MOST_BYTES = 20 * 1024 * 1024;

class PaperDrop extends HTMLElement {
  connectedCallback() {
    this.dataset.ready = "";
    this.addEventListener("dragover", this.#over);
    this.addEventListener("dragleave", () => this.toggleAttribute("data-over", false));
    this.addEventListener("drop", this.#dropped);
    this.querySelector("[type=file]").addEventListener("change", ({ target }) => {
      this.#sendAll([...target.files]);
      target.value = "";
    });
    document.addEventListener("paste", this.#pasted);
  }

  disconnectedCallback() {
    document.removeEventListener("paste", this.#pasted);
  }

  #over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    this.toggleAttribute("data-over", true);
  };

  #dropped = (event) => {
    event.preventDefault();
    this.toggleAttribute("data-over", false);
    this.#sendAll([...event.dataTransfer.files]);
  };

  #pasted = (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.#sendAll(files);
  };

  async #sendAll(files) {
    for (const file of files) await this.#send(file);
  }

  #send(file) {
    const line = document.createElement("li");
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    bar.setAttribute("aria-label", file.name);
    line.append(file.name, bar);
    this.querySelector(".paper-progress").append(line);
    if (file.size > MOST_BYTES) return this.#over_with(line, this.dataset.tooLarge);
    const form = this.querySelector("form");
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("key", freshKey());
    body.set("file", file);
    return new Promise((go) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "paper-drop");
      request.upload.onprogress = ({ loaded, total }) => (bar.value = loaded / total);
      request.onerror = () => go(this.#over_with(line, this.dataset.failed));
      request.onload = () => go(this.#answered(request, line));
      request.send(body);
    });
  }

  #answered(request, line) {
    const plain = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
    if (request.status >= 300) return this.#over_with(line, plain ? request.responseText : this.dataset.failed);
    line.remove();
    toast(decodeURIComponent(request.getResponseHeader("X-Toast") ?? ""));
    announce("live:again");
    this.dispatchEvent(new CustomEvent("paper:added", { bubbles: true }));
  }

  #over_with(line, words) {
    line.querySelector("progress").remove();
    const said = Object.assign(document.createElement("span"), { className: "error", textContent: words });
    line.append(said);
  }
}

customElements.define("paper-drop", PaperDrop);
