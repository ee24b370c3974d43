// Small pieces that several lists share: a mark, a moment, a tag.
import { el } from "./dom.js";
import { short, utc } from "./format.js";
import { letter, word } from "./texts.js";

export const mark = (discipline) =>
  el("span", { class: `mark mark-${discipline ?? "overig"}`, "aria-hidden": "true" }, el("span", {}, letter(discipline)));

export const named = (discipline) => [
  mark(discipline),
  el("span", { class: "unseen" }, `${word("discipline", discipline ?? "overig")} `),
];

// Amsterdam time; UTC on hover and on focus of what holds it.
export const moment = (iso, attributes = {}) =>
  iso ? el("time", { datetime: iso, title: utc(iso), ...attributes }, short(iso)) : null;

export const tag = (text) => el("span", { class: "tag" }, text);
