// The catalogue that the server sent with the page.
let all = {};
let letters = {};

export function useTexts(setup) {
  all = setup.texts;
  letters = setup.letters;
  document.documentElement.lang = setup.language;
}

export function t(key, values = {}) {
  const text = all[key];
  if (text === undefined) throw new Error(`no text for ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// For words that come from data: the catalogue's when it has one, else the word itself.
export const word = (family, code) => all[`${family}.${code}`] ?? String(code).replaceAll("_", " ");

export const letter = (discipline) => letters[discipline] ?? "O";
