// The register of experts and modules for international help, by pseudonym: who has which expertise, and
// when he is available.
import { call } from "./api.js";
import { dayField, dayOf } from "./dayfield.js";
import { byId, el } from "./dom.js";
import { field, suggested } from "./formparts.js";
import { number } from "./format.js";
import { serverText } from "./language.js";
import { Look } from "./look.js";
import { t } from "./texts.js";

const dutch = (code) => (code ? code.split("-").reverse().join("-") : "");
const period = ({ available_from: from, available_until: until }) => (from || until ? t("experts.period", { from: dutch(from) || "…", until: dutch(until) || "…" }) : t("detail.none"));
const training = ({ training: rows }) => rows.map(({ course, until, valid }) => [course, until && `${dutch(until)}${valid === false ? ` ${t("experts.over")}` : ""}`].filter(Boolean).join(" · ")).join(", ");
const deployed = ({ deployments: rows }) => rows.map(({ what, from }) => [what, dutch(from)].filter(Boolean).join(" ")).join(", ");

const columns = () => [
  { field: "pseudonym", headerName: t("experts.pseudonym"), initialWidth: 128, cellClass: "strong" },
  { field: "resource", headerName: t("experts.resource"), initialWidth: 150, tooltipField: "resource" },
  { colId: "expertise", headerName: t("experts.expertise"), flex: 1, minWidth: 170, valueGetter: ({ data }) => data.expertise.join(", "), tooltipValueGetter: ({ data }) => data.expertise.join(", ") },
  { colId: "period", headerName: t("experts.available"), initialWidth: 208, valueGetter: ({ data }) => data.available_from ?? data.available_until ?? "", valueFormatter: ({ data }) => period(data) },
  { colId: "training", headerName: t("experts.training"), flex: 1, minWidth: 170, valueGetter: ({ data }) => training(data), tooltipValueGetter: ({ data }) => training(data), cellClass: ({ data }) => (data.training.some(({ valid }) => valid === false) ? "warn" : "") },
  { colId: "deployments", headerName: t("experts.deployments"), initialWidth: 190, valueGetter: ({ data }) => deployed(data), tooltipValueGetter: ({ data }) => deployed(data) },
];

export class Experts {
  constructor({ requests, open }) {
    Object.assign(this, { open, seen: false, answer: null, all: new Map(), key: null });
    this.expertise = suggested([], "", { onchange: () => this.load() });
    this.day = dayField();
    this.day.querySelector("input").addEventListener("change", () => this.load());
    const add = el("button", { type: "button", class: "primary", "data-act": "deskundige", onclick: () => open("deskundige", "") }, t("experts.enter"));
    byId("experts-head").replaceChildren(field({ path: "expertise", label: t("experts.expertise"), input: this.expertise }), field({ path: "day", label: t("experts.on_day"), input: this.day }), add);
    this.notes = byId("experts-notes");
    this.looking = new Look(async () => this.seen && this.load(), { least: 1500, most: 60000 });
    requests.store.on("change", ({ ids }) => this.seen && [...ids].some((id) => id.startsWith("capacity:EXP:")) && this.looking.soon());
    this.start();
  }

  async start() {
    this.api = await window.dash_ag_grid.getApiAsync("experts-table");
    this.api.setGridOption("columnDefs", columns());
    this.api.addEventListener("rowClicked", ({ data }) => data && this.open("deskundige", data.pseudonym));
    this.api.addEventListener("cellKeyDown", ({ event, data }) => event.key === "Enter" && data && this.open("deskundige", data.pseudonym));
    this.show();
  }

  see(seen) {
    this.seen = seen;
    if (seen) this.looking.soon();
  }

  find = (pseudonym) => this.all.get(pseudonym) ?? null;

  // An entry, also when the list does not show it.
  async one(pseudonym) {
    if (!this.find(pseudonym)) await this.learn();
    return this.find(pseudonym);
  }

  async learn() {
    const answer = await call("/experts");
    if (answer.ok) this.remember(answer.body.experts);
    return answer;
  }

  remember(rows) {
    for (const row of rows) this.all.set(row.pseudonym, row);
    const names = [...new Set([...this.all.values()].flatMap(({ expertise }) => expertise))].sort((a, b) => a.localeCompare(b, "nl"));
    const list = this.expertise.querySelector("datalist");
    if (list.children.length !== names.length) list.replaceChildren(...names.map((name) => el("option", { value: name })));
  }

  async load() {
    const query = new URLSearchParams();
    const [expertise, day] = [this.expertise.querySelector("input").value.trim(), dayOf(this.day)];
    if (expertise) query.set("expertise", expertise);
    if (day) query.set("available_on", day);
    const answer = await call(`/experts?${query}`);
    this.wrong = answer.ok ? null : answer.text;
    if (answer.ok) {
      this.answer = answer.body;
      this.remember(answer.body.experts);
    }
    this.show();
  }

  show() {
    const lines = [];
    if (this.wrong) lines.push(el("p", { class: "notice", role: "alert" }, serverText(this.wrong)));
    else if (!this.answer) lines.push(el("p", { class: "empty" }, t("aid.loading")));
    else {
      lines.push(el("p", { class: "quiet" }, t(this.answer.experts.length === 1 ? "experts.count_1" : "experts.count", { n: number(this.answer.experts.length) }), " ", serverText(this.answer.notice)));
      const { unknown } = this.answer;
      if (unknown.length) lines.push(el("p", {}, el("b", {}, t("experts.unknown")), " ", unknown.map((name, index) => [index ? ", " : "", el("button", { type: "button", class: "as-link", onclick: () => this.open("deskundige", name) }, name)])));
    }
    this.notes.replaceChildren(...lines);
    if (!this.answer || !this.api) return;
    const rows = this.answer.experts.map((row) => ({ ...row, id: row.pseudonym }));
    const key = rows.map(({ id }) => id).join();
    if (key === this.key) this.api.applyTransaction({ update: rows });
    else this.api.setGridOption("rowData", rows);
    this.key = key;
  }
}
