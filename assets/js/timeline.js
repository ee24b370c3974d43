// The timeline as a list, by the time at which it happened; what we knew later says so. Keeps its rows and its scroll position: only what is new is built.
import { matches, tone } from "./drawn.js";
import { el, say } from "./dom.js";
import { drill } from "./exercise.js";
import { short } from "./format.js";
import { serverText } from "./language.js";
import { mark, moment, tag } from "./parts.js";
import { t, word } from "./texts.js";

const SHOWN = 300;
const MINUTE = 60000;
const LATE = 5 * 60000; // ms between true and known from which both are said

export class Timeline {
  constructor(element, store, choose) {
    Object.assign(this, { element, store, choose });
    this.rows = new Map();
    this.filter = null;
    this.chosen = null;
    store.on("change", ({ lines, whole }) => (lines.length || whole) && this.show());
    setInterval(() => this.grow(), MINUTE);
    this.show();
  }

  // Rows stay for days: "14:02" becomes "di 14:02" when that is no longer today.
  grow() {
    for (const { line, time, known } of this.rows.values()) {
      say(time, short(line.time));
      if (known) say(known, t("timeline.known", { time: short(line.known) }));
    }
  }

  setFilter(filter) {
    this.filter = filter;
    this.show();
  }

  select(id) {
    this.chosen = id;
    for (const row of this.rows.values()) row.button.classList.toggle("chosen", this.store.resolve(row.entity) === id);
  }

  wanted(line) {
    if (!this.filter) return true;
    const feature = this.store.features.get(this.store.resolve(line.entity));
    const properties = {
      ...feature?.properties,
      discipline: line.discipline,
      disciplines: [line.discipline],
      veiligheidsregio: line.region ?? feature?.properties.veiligheidsregio,
      veiligheidsregios: line.regions,
      title: line.text,
      verification: line.verification,
    };
    return matches(this.filter, properties, line.entity);
  }

  show() {
    if (!this.store.ready && this.store.lines.length) return; // rows name their region: wait for those
    const lines = [];
    for (let i = this.store.lines.length - 1; i >= 0 && lines.length < SHOWN; i -= 1) {
      if (this.wanted(this.store.lines[i])) lines.push(this.store.lines[i]);
    }
    lines.sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
    const keep = new Set(lines.map((line) => line.key));
    for (const [key, row] of this.rows) {
      if (keep.has(key)) continue;
      row.item.remove();
      this.rows.delete(key);
    }
    this.place(lines);
    if (!lines.length) this.element.replaceChildren(el("li", { class: "empty" }, this.emptyText()));
  }

  place(lines) {
    const before = this.element.scrollHeight;
    const panel = this.element.parentElement;
    this.element.querySelector(".empty")?.remove();
    lines.forEach((line, index) => {
      const row = this.rows.get(line.key) ?? this.row(line);
      const there = this.element.children[index];
      if (there !== row.item) this.element.insertBefore(row.item, there ?? null);
    });
    if (panel?.scrollTop > 0) panel.scrollTop += this.element.scrollHeight - before;
  }

  emptyText() {
    if (this.store.lines.length) return t("timeline.empty_filter");
    return t(this.store.moment ? "past.no_lines" : "timeline.empty");
  }

  row(line) {
    const kind = { bad: "bad", warn: "warn", plain: "" }[tone(drill(line) ? 0 : (line.severity ?? 0))];
    const late = Date.parse(line.known) - Date.parse(line.time) > LATE;
    const where = [this.store.whereabouts(line), line.discipline && word("discipline", line.discipline)];
    const below = el("small", {}, where.filter(Boolean).join(" · "));
    const known = late && el("span", {}, t("timeline.known", { time: short(line.known) }));
    if (known) below.append(" · ", known);
    const time = moment(line.time);
    const body = el("div", {}, el("b", {}, serverText(line.text)), " ", this.tags(line), below);
    const button = el(
      "button",
      { type: "button", class: `entry ${kind}`, onclick: () => this.choose(line.entity, button) },
      time,
      mark(line.discipline),
      body,
    );
    button.classList.toggle("chosen", this.store.resolve(line.entity) === this.chosen);
    const row = { item: el("li", {}, button), button, entity: line.entity, line, time, known };
    this.rows.set(line.key, row);
    return row;
  }

  tags(line) {
    const found = [];
    if (line.verification) found.push(tag(word("word", line.verification)));
    if (drill(line)) found.push(tag(t("app.exercise").toLowerCase()));
    return found;
  }
}
