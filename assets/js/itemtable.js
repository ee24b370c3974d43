// A table of resources: a row a resource, its numbers in columns. On a narrow screen each number stands under
// the name of its column (css/request.css).
import { el } from "./dom.js";
import { t } from "./texts.js";

export function itemTable(keys, rows, name = "items") {
  for (const row of rows) [...row.children].forEach((cell, index) => (cell.dataset.label = t(keys[index])));
  return el("table", { class: name }, el("thead", {}, el("tr", {}, keys.map((key) => el("th", { scope: "col" }, t(key))))), el("tbody", {}, rows));
}
