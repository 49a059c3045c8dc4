// <chosen-template>: a template's words go into the reply below without losing what was typed: an empty field is filled,
// one with words gets them after its own. Without script each template is a link to the page with its words filled in.

class ChosenTemplate extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#clicked);
  }

  #clicked = (event) => {
    const chosen = event.target.closest("a[data-answer]");
    if (!chosen || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    for (const name of ["account", "answer"]) this.#fill(name, chosen.dataset[name]);
  };

  #fill(name, words) {
    const field = this.parentElement.querySelector(`textarea[name="${name}"]`);
    if (!field || !words || field.value.includes(words)) return;
    field.value = field.value.trim() ? `${field.value.trimEnd()}\n${words}` : words;
    field.dispatchEvent(new Event("input", { bubbles: true })); // a draft keeps what was chosen, too
    field.focus();
  }
}

customElements.define("chosen-template", ChosenTemplate);
