// <read-aloud>: reads its words out with the browser's own voice; stays hidden where the browser has none.

class ReadAloud extends HTMLElement {
  connectedCallback() {
    if (!("speechSynthesis" in window)) return;
    this.hidden = false;
    const word = this.querySelector("span");
    const start = word.textContent;
    this.querySelector("button").addEventListener("click", () => {
      if (speechSynthesis.speaking) return speechSynthesis.cancel();
      const words = new SpeechSynthesisUtterance(this.dataset.words);
      words.lang = document.documentElement.lang;
      words.rate = 0.85;
      words.onstart = () => (word.textContent = this.dataset.stop);
      words.onend = words.onerror = () => (word.textContent = start);
      speechSynthesis.speak(words);
    });
  }
}

customElements.define("read-aloud", ReadAloud);
