// What the server says is Dutch: on the English page it is marked as such, so that it is read aloud as Dutch
// (WCAG 2.2, 3.1.2).
import { el } from "./dom.js";

export const english = () => document.documentElement.lang === "en";

export const serverText = (...words) => (english() && words.some(Boolean) ? el("span", { lang: "nl" }, words) : words);
