// The bar of disciplines: state in a word, age ticking from the last contact. Silence never looks fine.
import { el } from "./dom.js";
import { age, utc, when } from "./format.js";
import { mark } from "./parts.js";
import { t, word } from "./texts.js";

export class Bar {
  constructor(element, store) {
    Object.assign(this, { element, store });
    this.rows = new Map();
    store.on("disciplines", (disciplines) => this.show(disciplines));
    setInterval(() => this.tick(), 1000);
  }

  show(disciplines) {
    const names = disciplines.map((row) => row.name);
    if (names.join() !== [...this.rows.keys()].join()) this.build(names);
    for (const row of disciplines) this.update(this.rows.get(row.name), row);
    this.tick();
  }

  build(names) {
    this.rows = new Map(names.map((name) => [name, this.cell(name)]));
    this.element.classList.toggle("many", names.length > 5);
    this.element.replaceChildren(...[...this.rows.values()].map((cell) => cell.item));
  }

  cell(name) {
    const state = el("i");
    const time = el("time");
    const label = el("div", { class: "discipline-name" }, el("b", {}, word("discipline", name)), state);
    const body = el("div", { class: "discipline-body" }, label, time);
    return { item: el("li", { class: "discipline" }, mark(name), body), state, time, row: null };
  }

  update(cell, row) {
    if (cell.row && cell.row.state === row.state && cell.row.last === row.last && cell.row.text === row.text) return;
    cell.row = row;
    cell.item.className = `discipline ${row.state}`;
    cell.item.title = row.text;
    cell.state.textContent = word("state", row.state);
    cell.time.dateTime = row.last ?? "";
    cell.time.title = row.last ? `${t("state.last", { time: when(row.last) })} (${utc(row.last)})` : "";
  }

  tick() {
    const now = this.store.now();
    for (const { row, time } of this.rows.values()) {
      const text = row?.last ? this.age(now - Date.parse(row.last)) : "–";
      if (time.textContent !== text) time.textContent = text;
    }
  }

  // As we know now, a discipline may have been heard after the moment that is shown: that is no age.
  age(ms) {
    return ms < 0 && this.store.moment ? t("past.later") : age(ms);
  }
}
