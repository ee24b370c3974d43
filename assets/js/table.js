// The table of one layer, beside the map: same features, sortable, by keyboard. Rows are sent to the
// grid as asynchronous transactions (it applies them at most once a second) and only while it is seen.
import { isStale, matches, open, tone } from "./drawn.js";
import { drill } from "./exercise.js";
import { capital, number, utc, when } from "./format.js";
import { resource } from "./requests.js";
import { t, word } from "./texts.js";

const KMH = 3.6;

const FORMATS = {
  text: (value) => (Array.isArray(value) ? value.join(", ") : String(value ?? "")),
  number: (value) => (typeof value === "number" ? number(value) : ""),
  time: (value) => (value ? when(value) : ""),
  word: (value) => (value ? capital(word("word", value)) : ""),
  discipline: (value) => (value ? word("discipline", value) : ""),
  severity: (value) => (typeof value === "number" ? capital(word("severity", value)) : ""),
  speed: (value) => (typeof value === "number" ? `${Math.round(value * KMH)} km/u` : ""),
  course: (value) => (typeof value === "number" ? `${Math.round(value)}°` : ""),
};

function column({ name, title, form, width }, language) {
  return {
    field: name,
    headerName: title[language],
    initialWidth: width,
    minWidth: 70,
    valueFormatter: ({ value }) => FORMATS[form](value),
    tooltipValueGetter: ({ value }) => (form === "time" && value ? utc(value) : null),
    cellClass: ({ value }) => (form === "severity" && value >= 2 ? tone(value) : ""),
    ...(form === "text" && { comparator: (a, b) => String(a ?? "").localeCompare(String(b ?? ""), "nl") }),
  };
}

export class Table {
  constructor({ count, store, layers, language, choose }) {
    Object.assign(this, { count, store, language, choose });
    this.layers = new Map(layers.map((layer) => [layer.name, layer]));
    this.layer = null;
    this.filter = null;
    this.chosen = null;
    this.rows = new Set();
    this.dirty = new Set();
    this.seen = false;
    store.on("change", ({ ids }) => this.take(ids));
    store.on("moment", () => this.refill());
    setInterval(() => this.flush(), 1000);
  }

  async start() {
    this.api = await window.dash_ag_grid.getApiAsync("table");
    this.api.setGridOption("rowClassRules", { stale: ({ data }) => Boolean(data?.stale) });
    this.api.addEventListener("rowClicked", ({ data }) => data && this.choose(data.id));
    this.api.addEventListener("cellKeyDown", ({ event, data }) => {
      if (event.key === "Enter" && data) this.choose(data.id);
    });
    if (this.layer) this.refill();
  }

  see(seen) {
    this.seen = seen;
    if (seen) this.refill();
  }

  setLayer(name) {
    this.layer = this.layers.get(name);
    if (!this.api || !this.layer) return;
    this.api.setGridOption("columnDefs", this.layer.columns.map((item) => column(item, this.language)));
    this.refill();
  }

  setFilter(filter) {
    this.filter = filter;
    this.refill();
  }

  wanted(feature) {
    if (!feature || feature.properties.kind !== this.layer.kind) return false;
    if (this.layer.geometry && !feature.properties[this.layer.geometry]) return false;
    if (!this.filter) return true;
    const { grip, ...rest } = this.filter;
    if (feature.properties.kind === "region") return !grip || (feature.properties.grip ?? 0) >= grip;
    if (feature.properties.kind === "request") rest.disciplines = null;
    return matches(rest, feature.properties, feature.id);
  }

  row(feature) {
    const p = feature.properties;
    const found = { id: feature.id, stale: isStale(p, this.store.now()) };
    for (const { name } of this.layer.columns) found[name] = p[name];
    if (p.veiligheidsregios?.length) Object.assign(found, { gemeente_name: null, veiligheidsregio_name: this.store.places(p)[0] });
    if (drill(p)) found.title = `${t("app.exercise")} ${p.title ?? ""}`;
    if (p.kind === "request") found.outstanding = open(p).map((item) => `${number(item.outstanding)} ${resource(item)}`).join(", ");
    return found;
  }

  refill() {
    if (!this.api || !this.layer || !this.seen) return;
    this.api.flushAsyncTransactions();
    const rows = [...this.store.features.values()].filter((feature) => this.wanted(feature));
    this.rows = new Set(rows.map((feature) => feature.id));
    this.dirty.clear();
    this.api.setGridOption("rowData", rows.map((feature) => this.row(feature)));
    this.say();
    this.select(this.chosen);
  }

  take(ids) {
    if (!this.seen) return;
    for (const id of ids) this.dirty.add(id);
  }

  flush() {
    if (!this.api || !this.layer || !this.seen || !this.dirty.size) return;
    const change = { add: [], update: [], remove: [] };
    for (const id of this.dirty) {
      const feature = this.store.features.get(id);
      const there = this.rows.has(id);
      if (this.wanted(feature)) change[there ? "update" : "add"].push(this.row(feature));
      else if (there) change.remove.push({ id });
      else continue;
      if (this.wanted(feature)) this.rows.add(id);
      else this.rows.delete(id);
    }
    this.dirty.clear();
    if (change.add.length || change.update.length || change.remove.length) {
      this.api.applyTransactionAsync(change);
      this.say();
    }
  }

  say() {
    this.count.textContent = t("table.rows", { n: number(this.rows.size) });
  }

  select(id) {
    this.chosen = id;
    if (!this.api || !this.seen) return;
    const node = id && this.api.getRowNode(id);
    if (!node) return this.api.deselectAll();
    if (node.isSelected()) return;
    node.setSelected(true, true);
    this.api.ensureNodeVisible(node);
  }
}
