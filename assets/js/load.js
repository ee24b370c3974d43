// The load on scarce resources: conflicts in words on top, a chart of one resource, and all of them in a table.
import { call } from "./api.js";
import { unitName } from "./aidwords.js";
import { byId, el } from "./dom.js";
import { number, remaining, when } from "./format.js";
import { serverText } from "./language.js";
import { loadFigure } from "./loadchart.js";
import { Look } from "./look.js";
import { onTheme } from "./tokens.js";
import { t } from "./texts.js";

const count = ({ value }) => (typeof value === "number" ? number(value) : t("detail.none"));
const right = (name) => ({ value }) => ["ag-right-aligned-cell", name(value)];

const columns = () => [
  { field: "name", headerName: t("aid.resource"), cellClass: "strong", flex: 1, minWidth: 200, tooltipField: "name" },
  { field: "claimed", headerName: t("load.claimed"), initialWidth: 96, type: "rightAligned", valueFormatter: count },
  { field: "available", headerName: t("load.available"), initialWidth: 110, type: "rightAligned", valueFormatter: count },
  { field: "left", headerName: t("load.left"), initialWidth: 92, type: "rightAligned", valueFormatter: count, cellClass: right((value) => (value < 0 ? "bad" : "")) },
  { field: "peak", headerName: t("load.peak"), initialWidth: 124, valueFormatter: ({ value }) => (value ? when(value) : "") },
  { field: "figure_age_s", headerName: t("load.age"), initialWidth: 112, type: "rightAligned", valueFormatter: ({ value }) => (typeof value === "number" ? remaining(value * 1000) : "") },
  { field: "unknown", headerName: t("load.unknown"), initialWidth: 126, type: "rightAligned", valueFormatter: count },
  { field: "unit", headerName: t("form.unit"), initialWidth: 104, valueFormatter: ({ value }) => unitName(value) },
];

export class Load {
  constructor({ requests, open }) {
    Object.assign(this, { requests, open, hours: 48, seen: false, answer: null, chosen: null });
    this.looking = new Look(async () => this.seen && this.load(), { least: 3000, most: 60000 });
    requests.on(() => this.seen && this.looking.soon());
    requests.store.on("change", ({ ids }) => this.seen && [...ids].some((id) => id.startsWith("capacity:")) && this.looking.soon());
    onTheme(() => this.chart());
    this.start();
  }

  async start() {
    this.api = await window.dash_ag_grid.getApiAsync("load-table");
    this.api.setGridOption("columnDefs", columns());
    this.api.addEventListener("rowClicked", ({ data }) => data && this.choose(data.id));
    this.api.addEventListener("cellKeyDown", ({ event, data }) => event.key === "Enter" && data && this.choose(data.id));
    this.show();
  }

  see(seen) {
    this.seen = seen;
    if (seen) this.looking.soon();
  }

  setHours(hours) {
    if (!hours || hours === this.hours) return;
    this.hours = hours;
    if (this.seen) this.load();
  }

  async load() {
    const { hours } = this;
    const answer = await call(`/load?hours=${hours}`);
    if (hours !== this.hours) return;
    this.wrong = answer.ok ? null : answer.text;
    if (answer.ok) this.answer = answer.body;
    this.show();
  }

  choose(key) {
    this.chosen = key;
    this.chart();
  }

  show() {
    this.conflicts();
    if (!this.answer) return;
    const rows = this.answer.resources.map(row).sort((a, b) => (a.left ?? Infinity) - (b.left ?? Infinity) || a.name.localeCompare(b.name, "nl"));
    if (!rows.some(({ id }) => id === this.chosen)) this.chosen = rows[0]?.id ?? null;
    const same = this.rows?.join() === rows.map(({ id }) => id).join();
    if (same) this.api?.applyTransaction({ update: rows });
    else this.api?.setGridOption("rowData", rows);
    if (this.api) this.rows = rows.map(({ id }) => id);
    const node = this.chosen && this.api?.getRowNode(this.chosen);
    if (node && !node.isSelected()) node.setSelected(true, true);
    this.chart();
  }

  conflicts() {
    const place = byId("load-conflicts");
    if (this.wrong) return place.replaceChildren(el("p", { class: "notice", role: "alert" }, serverText(this.wrong)));
    if (!this.answer) return place.replaceChildren(el("p", { class: "empty" }, t("aid.loading")));
    const { conflicts, shortages } = this.answer;
    const line = (kind, key) => (one) => el("li", { class: kind }, el("b", {}, `${t(key)} `), serverText(one.text), " ", one.operations.map((id, index) => this.link(id, index)));
    const rows = [...conflicts.map(line("conflict", "load.conflict")), ...shortages.map(line("shortage", "load.shortage"))];
    place.replaceChildren(rows.length ? el("ul", {}, rows) : el("p", { class: "calm" }, t("load.no_conflict")));
  }

  link = (id, index) => el("button", { type: "button", class: "as-link", "data-act": id, onclick: () => this.open("operatie", id) }, t("load.operation", { n: index + 1 }));

  chart() {
    const shown = this.answer?.resources.find((one) => keyOf(one) === this.chosen);
    byId("load-summary").textContent = shown ? summary(shown) : "";
    window.dash_clientside?.set_props?.("load-graph", { figure: loadFigure(shown, this.hours) });
  }
}

const keyOf = ({ resource, unit }) => `${resource} ${unit}`;

// The hour in which least is left, and what that is.
function row(one) {
  const worst = one.series.reduce((a, b) => (b.claimed > a.claimed ? b : a), one.series[0]);
  const { claimed, available, t: peak } = worst;
  return { id: keyOf(one), name: one.name[0].toUpperCase() + one.name.slice(1), unit: one.unit, claimed, available, left: available === null ? null : available - claimed, peak, unknown: one.unknown, figure_age_s: one.figure_age_s };
}

function summary(one) {
  const { name, claimed, available, left, peak } = row(one);
  const values = { name, claimed: number(claimed), available: number(available ?? 0), left: number(Math.abs(left ?? 0)), time: when(peak) };
  if (available === null) return t("load.summary_unknown", values);
  return t(left < 0 ? "load.summary_short" : "load.summary", values);
}
