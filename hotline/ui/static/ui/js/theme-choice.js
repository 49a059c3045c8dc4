// <theme-choice>: light, dark or as the system is; kept in the cookie "theme", which the page reads when it is written.

const YEAR_S = 365 * 24 * 3600;

class ThemeChoice extends HTMLElement {
  connectedCallback() {
    const wished = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1] ?? "";
    for (const choice of this.querySelectorAll("input")) choice.checked = choice.value === wished;
    this.addEventListener("change", ({ target }) => this.#wish(target.value));
  }

  #wish(theme) {
    document.cookie = `theme=${theme}; path=/; max-age=${theme ? YEAR_S : 0}; samesite=lax`;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }
}

customElements.define("theme-choice", ThemeChoice);
