// What each supplier has of a resource, uses, promised, must keep and has free, with who said it and how old
// that is; and who gave no figure.
import { writeAddress } from "./address.js";
import { resourceName, unitName } from "./aidwords.js";
import { call } from "./api.js";
import { byId, el } from "./dom.js";
import { drill } from "./exercise.js";
import { choice, field } from "./formparts.js";
import { number, remaining, utc } from "./format.js";
import { grouped } from "./itemlines.js";
import { serverText } from "./language.js";
import { Look } from "./look.js";
import { t, word } from "./texts.js";

const count = ({ value }) => (typeof value === "number" ? number(value) : t("detail.none"));

// More promised or in use than there is, or than must stay: never only by its colour.
const free = ({ value, data }) => (data.over ? t("capacity.over", { n: number(data.over) }) : count({ value }));
const tooMuch = ({ over }) => (over ? t("capacity.over_help", { n: number(over) }) : null);

const columns = (setup) => [
  { field: "supplier", headerName: t("aid.supplier"), cellClass: "strong", flex: 1, minWidth: 190, valueGetter: ({ data }) => short(setup.suppliers[data.supplier] ?? data.name), tooltipValueGetter: ({ data }) => `${setup.suppliers[data.supplier] ?? data.name} (${data.supplier})` },
  { field: "resource", headerName: t("aid.resource"), flex: 1, minWidth: 170, valueGetter: ({ data }) => resourceName(data.resource) },
  { field: "free", headerName: t("capacity.free"), initialWidth: 116, type: "rightAligned", valueFormatter: free, tooltipValueGetter: ({ data }) => tooMuch(data), cellClass: ({ value, data }) => ["ag-right-aligned-cell", data.over ? "bad strong" : value ? "strong" : ""] },
  { field: "total", headerName: t("capacity.total"), initialWidth: 88, type: "rightAligned", valueFormatter: count },
  { field: "in_use", headerName: t("capacity.in_use"), initialWidth: 106, type: "rightAligned", valueFormatter: count },
  { field: "promised", headerName: t("aid.promised"), initialWidth: 108, type: "rightAligned", valueFormatter: count },
  { field: "minimum", headerName: t("capacity.minimum"), initialWidth: 116, type: "rightAligned", valueFormatter: count },
  { field: "unit", headerName: t("form.unit"), initialWidth: 102, valueFormatter: ({ value }) => unitName(value) },
  { colId: "age", headerName: t("capacity.age"), initialWidth: 104, type: "rightAligned", valueGetter: ({ data }) => age(data), valueFormatter: ({ value }) => remaining(value * 1000), cellClass: ({ value }) => ["ag-right-aligned-cell", value > setup.usable_s ? "warn" : ""], tooltipValueGetter: ({ data }) => utc(data.observed_at) },
  { field: "source", headerName: t("capacity.who"), initialWidth: 176, valueGetter: ({ data }) => said(data), tooltipValueGetter: ({ data }) => `${said(data)} · ${data.source}` },
];

const short = (name) => name.replace(/^Veiligheidsregio /, "VR ");
const age = ({ observed_at: at }) => Math.max(0, (Date.now() - Date.parse(at)) / 1000);
const said = ({ source, actor, verification, exercise }) => [actor ?? source, verification !== "onbevestigd" && word("word", verification), drill({ exercise }) && t("aid.exercise_tag")].filter(Boolean).join(" · ");

export class Capacity {
  constructor({ requests, setup, open }) {
    Object.assign(this, { setup, open, seen: false, answer: null, over: false });
    this.resource = choice([["", t("capacity.every_resource")], ...grouped(setup.resources)], "", { onchange: () => this.choose() });
    this.supplier = choice([["", t("capacity.every_supplier")], ...groupedSuppliers(setup)], "", { onchange: () => this.choose() });
    const add = el("button", { type: "button", class: "primary", "data-act": "opgave", onclick: () => open("opgave", this.asked()) }, t("capacity.enter"));
    this.missing = el("div", { class: "missing" });
    byId("capacity-head").replaceChildren(field({ path: "", label: t("aid.resource"), input: this.resource }), field({ path: "", label: t("aid.supplier"), input: this.supplier }), add);
    byId("capacity-missing").replaceChildren(this.missing);
    this.looking = new Look(async () => this.seen && this.load(), { least: 2000, most: 30000 });
    requests.on(() => this.seen && this.looking.soon());
    requests.store.on("change", ({ ids }) => this.seen && [...ids].some((id) => id.startsWith("capacity:")) && this.looking.soon());
    setInterval(() => this.seen && this.api?.refreshCells({ columns: ["age"] }), 15000);
    this.remember();
    this.start();
  }

  // A figure that is entered from here is of what is looked at.
  asked = () => (this.resource.value ? `${this.supplier.value}:${this.resource.value}` : "");

  remember() {
    const query = new URLSearchParams(location.search);
    this.resource.value = query.get("middel") ?? "";
    this.supplier.value = query.get("leverancier") ?? "";
    if (this.resource.selectedIndex < 0) this.resource.value = "";
    if (this.supplier.selectedIndex < 0) this.supplier.value = "";
  }

  async start() {
    this.api = await window.dash_ag_grid.getApiAsync("capacity-table");
    this.api.setGridOption("columnDefs", columns(this.setup));
    const open = (data) => data && this.open("opgave", `${data.supplier}:${data.resource}`);
    this.api.addEventListener("rowClicked", ({ data }) => open(data));
    this.api.addEventListener("cellKeyDown", ({ event, data }) => event.key === "Enter" && open(data));
    this.show();
  }

  see(seen) {
    this.seen = seen;
    if (seen) this.looking.soon();
  }

  choose() {
    writeAddress({ middel: this.resource.value || null, leverancier: this.supplier.value || null });
    this.load();
  }

  async load() {
    const query = new URLSearchParams();
    if (this.resource.value) query.set("resource", this.resource.value);
    if (this.supplier.value) query.set("region", this.supplier.value);
    const answer = await call(`/capacity?${query}`);
    this.wrong = answer.ok ? null : answer.text;
    if (answer.ok) this.answer = answer.body;
    this.show();
  }

  // What is known of one figure, for its form.
  find = (id) => this.answer?.capacity.find((row) => `${row.supplier}:${row.resource}` === id) ?? null;

  // The same, also when the table does not show it.
  async one(id) {
    const [supplier, resource] = id.split(/:(.*)/s);
    const answer = await call(`/capacity?${new URLSearchParams({ region: supplier, resource })}`);
    return answer.ok ? (answer.body.capacity[0] ?? null) : this.find(id);
  }

  show() {
    this.lacks();
    if (!this.answer || !this.api) return;
    const rows = this.answer.capacity.map((row) => ({ ...row, id: `${row.supplier}:${row.resource}` }));
    const key = rows.map(({ id }) => id).join();
    if (key === this.key) this.api.applyTransaction({ update: rows });
    else this.api.setGridOption("rowData", rows);
    this.key = key;
  }

  lacks() {
    if (this.wrong) return this.missing.replaceChildren(el("p", { class: "notice", role: "alert" }, serverText(this.wrong)));
    if (!this.answer) return this.missing.replaceChildren(el("p", { class: "empty" }, t("aid.loading")));
    const { unknown } = this.answer;
    if (!unknown.length) return this.missing.replaceChildren(el("p", { class: "calm" }, t("capacity.all_told")));
    const one = unknown.length === 1;
    const said = t(one ? "capacity.missing_1" : "capacity.missing", { n: unknown.length });
    const what = this.resource.value ? t("capacity.missing_of", { said, resource: resourceName(this.resource.value) }) : said;
    const open = this.missing.querySelector("details")?.open;
    const names = unknown.map(({ supplier, name }) => {
      const shown = this.setup.suppliers[supplier] ?? name;
      return el("li", {}, el("button", { type: "button", class: "as-link", "data-act": supplier, onclick: () => this.open("opgave", `${supplier}:${this.resource.value}`) }, shown));
    });
    this.missing.replaceChildren(el("details", { class: "more", open: open || unknown.length <= 6 }, el("summary", {}, what), el("ul", { class: "names" }, names)));
  }
}

// Regions, police units and services, each under its own head.
export function groupedSuppliers(setup) {
  const kinds = [["capacity.regions", /^VR\d\d$/], ["capacity.police", /^PE\d\d$/], ["capacity.services", /^(?!VR\d\d$|PE\d\d$)/]];
  const all = Object.entries(setup.suppliers);
  return kinds.map(([key, shape]) => ({ label: t(key), options: all.filter(([code]) => shape.test(code)) }));
}
