// The wall's lines: outstanding bijstand above, what got worse in the last hour below. As many as fit.
import { complete } from "./alarm.js";
import { items } from "./drawn.js";
import { el } from "./dom.js";
import { drill } from "./exercise.js";
import { number } from "./format.js";
import { serverText } from "./language.js";
import { moment } from "./parts.js";
import { deadline, openRequests, resource } from "./requests.js";
import { t } from "./texts.js";

const HOUR = 3600000;
const WORSE = 2;
const REQUEST_LINES = 5;
const WORSE_LINES = 8;
const LONG = 28; // characters from which a line is set smaller, but not below the least readable size

export class WallLines {
  constructor(requests, worse, store) {
    Object.assign(this, { requests, worse, store });
    store.on("change", () => this.soon());
    setInterval(() => this.show(), 10000);
    window.addEventListener("resize", () => this.show());
    this.show();
  }

  soon() {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.show();
    }, 250);
  }

  show() {
    this.showRequests();
    this.showWorse();
  }

  showRequests() {
    const every = openRequests(this.store);
    const open = every.filter(({ properties }) => !drill(properties));
    const lines = open.flatMap((request) => items(request.properties).map((item) => ({ request, item })));
    const wanted = lines.filter(({ item }) => item.outstanding > 0);
    const shown = wanted.slice(0, REQUEST_LINES);
    const count = t(open.length === 1 ? "wall.requests_1" : "wall.requests_n", { n: open.length });
    const rows = shown.map(({ request, item }) => this.requestRow(request, item));
    if (!wanted.length) rows.push(el("div", { class: "row quiet" }, t(open.length ? "requests.done" : "requests.empty")));
    this.requests.replaceChildren(
      el("h2", {}, `${t("wall.outstanding")} · ${count}`),
      ...rows,
      ...more(wanted.length - shown.length),
    );
  }

  requestRow(request, item) {
    const { text, kind } = deadline(request);
    const of = item.outstanding < item.requested && el("small", {}, ` ${t("requests.of", { n: number(item.requested) })}`);
    const p = request.properties;
    return el(
      "div",
      { class: `row ${kind}` },
      el("span", { class: "amount" }, el("b", {}, number(item.outstanding)), of),
      el("span", { class: "what" }, resource(item)),
      el("span", { class: "where" }, p.veiligheidsregio_name ?? this.store.regionName(p.veiligheidsregio)),
      el("span", { class: "when" }, text),
    );
  }

  showWorse() {
    const since = Date.now() - HOUR;
    const seen = new Set();
    const lines = [];
    for (let i = this.store.lines.length - 1; i >= 0; i -= 1) {
      const line = this.store.lines[i];
      const key = `${drill(line)} ${line.entity}`;
      if ((line.severity ?? 0) < WORSE || Date.parse(line.time) < since || seen.has(key)) continue;
      if (line.entity.startsWith("request:")) continue; // these stand above, with what is still outstanding
      seen.add(key);
      lines.push(line);
    }
    lines.sort((a, b) => drill(a) - drill(b) || (b.severity >= 3) - (a.severity >= 3) || later(a, b));
    for (let n = Math.min(lines.length, WORSE_LINES); n >= 0; n -= 1) {
      this.put(lines.slice(0, n).sort((a, b) => drill(a) - drill(b) || later(a, b)), lines.length - n);
      if (this.worse.scrollHeight <= this.worse.clientHeight + 1) return;
    }
  }

  // A line that is cut in half is worse than none: the least severe give way, and their number is said.
  put(lines, hidden) {
    const rows = lines.map((line) => this.worseRow(line));
    if (hidden) rows.push(el("div", { class: "row quiet" }, t("wall.more", { n: hidden })));
    if (!rows.length) rows.push(el("div", { class: "row quiet" }, this.noneText()));
    this.worse.replaceChildren(el("h2", {}, t("wall.worse")), ...rows);
  }

  noneText() {
    return t(complete(this.store.disciplines) ? "wall.worse_none" : "wall.worse_partial");
  }

  worseRow(line) {
    return el(
      "div",
      { class: line.text.length > LONG ? "row long" : "row" },
      moment(line.time),
      el("span", { class: "what" }, drill(line) && `${t("app.exercise")} `, serverText(line.text)),
      el("span", { class: "where" }, this.whereOf(line)),
    );
  }

  // The gemeente of an incident, unless its text already names it; the region of what is larger.
  whereOf(line) {
    const gemeente = line.kind === "incident" && this.store.features.get(line.entity)?.properties.gemeente_name;
    return gemeente && !line.text.includes(gemeente) ? gemeente : this.store.whereabouts(line);
  }
}

const later = (a, b) => Date.parse(b.time) - Date.parse(a.time);
const more = (n) => (n > 0 ? [el("div", { class: "row quiet" }, t("wall.more", { n }))] : []);
