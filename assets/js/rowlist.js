// A list in a form: a row a thing, each with the same few fields; rows that say nothing are not sent. The
// server names a fault by its place among what was sent (`plan.0.quantity`): so are the fields here.
import { el } from "./dom.js";
import { field } from "./formparts.js";
import { t } from "./texts.js";

export class RowList {
  // A column is {name, label, make(value), read(input), required, narrow, changed(input, row)}.
  constructor({ path, legend, help, columns, add, remove, rows = [] }) {
    Object.assign(this, { path, columns, removing: remove, rows: [] });
    this.list = el("div", { class: columns.length > 1 ? "row-lines" : "row-lines single" });
    const must = columns.length === 1 && columns[0].required && el("span", { class: "must" }, ` ${t("form.required")}`);
    this.element = el(
      "fieldset",
      { class: "group field", "data-path": path },
      el("legend", {}, legend, must),
      help && el("p", { class: "help" }, help),
      this.list,
      el("p", { class: "wrong", hidden: true }),
      el("button", { type: "button", class: "plain add-row", onclick: () => this.add({}, true) }, add),
    );
    for (const row of rows) this.add(row);
    if (!rows.length) this.add();
  }

  add(values = {}, focus = false) {
    const row = { inputs: new Map(), fields: new Map() };
    for (const { name, label, make, required, narrow, changed } of this.columns) {
      const input = make(values[name] ?? null);
      const box = field({ path: "", label, input, required });
      if (narrow) box.classList.add("narrow");
      if (changed) input.addEventListener("change", () => changed(input, row));
      row.inputs.set(name, input);
      row.fields.set(name, box);
    }
    const drop = el("button", { type: "button", class: "close remove", "aria-label": this.removing, title: this.removing, onclick: () => this.remove(row) }, "✕");
    row.box = el("div", { class: "row-line" }, [...row.fields.values()], drop);
    this.rows.push(row);
    this.list.append(row.box);
    this.number();
    if (focus) row.box.querySelector("input, select, textarea").focus();
  }

  remove(row) {
    const place = this.rows.indexOf(row);
    this.rows.splice(place, 1);
    row.box.remove();
    const next = this.rows[Math.min(place, this.rows.length - 1)];
    (next?.box.querySelector("input, select, textarea") ?? this.element.querySelector(".add-row")).focus();
    this.number();
  }

  said(row) {
    return Object.fromEntries(this.columns.map(({ name, read }) => [name, read(row.inputs.get(name))]));
  }

  // What the rows say; those that say nothing stand nowhere.
  read() {
    this.number();
    return this.rows.map((row) => this.said(row)).filter(speaks);
  }

  number() {
    let place = 0;
    for (const row of this.rows) {
      const at = speaks(this.said(row)) ? place++ : "-";
      for (const [name, box] of row.fields) box.dataset.path = this.columns.length > 1 ? `${this.path}.${at}.${name}` : `${this.path}.${at}`;
    }
  }
}

const speaks = (values) => Object.values(values).some((value) => value !== null && value !== "");
