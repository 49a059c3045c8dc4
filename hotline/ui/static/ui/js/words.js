// What the elements say. The server translates (templates/ui/words.html); no script holds a language.

let words;

/** Say a word of the page's language, its {places} filled. */
export function say(name, places = {}) {
  words ??= JSON.parse(document.getElementById("ui-words")?.textContent ?? "{}");
  return (words[name] ?? "").replace(/\{(\w+)\}/g, (_, place) => places[place] ?? "");
}
