// The table of sources. What arrives changes values in place; the order (worst first) is only made anew
// while nobody is in the table, so that a row never moves under somebody's hand.
import { el, say } from "./dom.js";
import { age, number, utc, when } from "./format.js";
import { english } from "./language.js";
import { disciplines, length, rank, rhythm, skew, skewed, worse } from "./sourcewords.js";
import { t, word } from "./texts.js";

const count = ({ value }) => (typeof value === "number" ? number(value) : "");
const told = ({ value }) => (value ? when(value) : t("sources.never"));
const passed = ({ data }) => (data?.last ? Date.now() - Date.parse(data.last) : Infinity);

// A cell with words of the server, which are Dutch.
class Said {
  init({ value }) {
    this.element = el("span", { lang: english() ? "nl" : null }, value);
  }

  getGui() {
    return this.element;
  }

  refresh({ value }) {
    say(this.element, value ?? "");
    return true;
  }
}

const columns = () => [
  { field: "state", headerName: t("sources.state"), initialWidth: 118, comparator: (a, b) => rank(a) - rank(b),
    valueFormatter: ({ value }) => word("state", value), cellClass: ({ value }) => `state state-${value}` },
  { field: "name", headerName: t("sources.name"), initialWidth: 132, cellClass: "strong" },
  { colId: "age", headerName: t("sources.age"), initialWidth: 84, valueGetter: passed,
    valueFormatter: ({ value }) => (Number.isFinite(value) ? age(value) : "–") },
  { field: "last", headerName: t("sources.at"), initialWidth: 104, valueFormatter: told,
    tooltipValueGetter: ({ value }) => (value ? utc(value) : null) },
  { field: "rhythm", headerName: t("sources.rhythm"), initialWidth: 98, valueFormatter: ({ value }) => rhythm(value) },
  { field: "accepted", headerName: t("sources.accepted"), initialWidth: 88, type: "rightAligned", valueFormatter: count },
  { field: "rejected", headerName: t("sources.rejected"), initialWidth: 98, type: "rightAligned", valueFormatter: count },
  { field: "lost", headerName: t("sources.lost"), initialWidth: 90, type: "rightAligned", valueFormatter: count,
    cellClass: ({ value }) => ["ag-right-aligned-cell", value ? "bad" : ""] },
  { field: "delay_s", headerName: t("sources.delay"), initialWidth: 102, type: "rightAligned",
    valueFormatter: ({ value }) => (typeof value === "number" ? length(value) : "") },
  { field: "clock_skew_s", headerName: t("sources.clock"), initialWidth: 122,
    valueFormatter: ({ value }) => skew(value), cellClass: ({ value }) => (skewed(value) ? "warn" : "") },
  { field: "disciplines", headerName: t("sources.disciplines"), initialWidth: 132, valueFormatter: ({ value }) => disciplines(value),
    comparator: (a, b) => disciplines(a).localeCompare(disciplines(b), "nl") },
  { field: "format", headerName: t("sources.format"), initialWidth: 92 },
  { field: "text", headerName: t("sources.text"), flex: 1, minWidth: 180, tooltipField: "text", cellRenderer: Said },
];

export class SourceTable {
  constructor({ element, store, choose }) {
    Object.assign(this, { element, store, choose });
    this.order = "";
    this.chosen = null;
    this.over = false;
    element.addEventListener("pointerenter", () => (this.over = true));
    element.addEventListener("pointerleave", () => (this.over = false));
    setInterval(() => this.tick(), 1000);
  }

  async start() {
    this.api = await window.dash_ag_grid.getApiAsync("sources-table");
    this.api.setGridOption("columnDefs", columns());
    this.api.addEventListener("rowClicked", ({ data }) => data && this.choose(data.name));
    this.api.addEventListener("cellKeyDown", ({ event, data }) => event.key === "Enter" && data && this.choose(data.name));
    this.store.on("disciplines", () => this.show());
    this.show();
  }

  show() {
    if (!this.api) return;
    const rows = this.store.sources.map((source) => ({ id: source.name, ...source })).sort(worse);
    const order = rows.map((row) => row.id).join();
    const same = rows.length === this.api.getDisplayedRowCount() && rows.every((row) => this.api.getRowNode(row.id));
    if (order === this.order || (same && this.held())) this.api.applyTransaction({ update: rows });
    else this.refill(rows, order);
  }

  refill(rows, order) {
    this.order = order;
    this.element.style.setProperty("--rows", Math.max(rows.length, 1));
    this.api.setGridOption("rowData", rows);
    this.select(this.chosen);
  }

  // Somebody is in the table, with the keyboard or the pointer.
  held() {
    return this.over || this.element.contains(document.activeElement);
  }

  tick() {
    if (!this.api) return;
    this.api.refreshCells({ columns: ["age"] });
    if (!this.held()) this.show();
  }

  select(name) {
    this.chosen = name;
    const node = name && this.api?.getRowNode(name);
    if (!node) return this.api?.deselectAll();
    if (!node.isSelected()) node.setSelected(true, true);
  }

  focus(name) {
    const node = this.api?.getRowNode(name);
    if (node) this.api.setFocusedCell(node.rowIndex, "name");
  }
}
