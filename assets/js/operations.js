// The operations: the requests of one incident together, whether every paper is there, the totals, and the
// plan; also of events for which nobody asked anything yet.
import { call } from "./api.js";
import { resourceName } from "./aidwords.js";
import { el } from "./dom.js";
import { capital, number } from "./format.js";
import { keep } from "./keep.js";
import { serverText } from "./language.js";
import { Look } from "./look.js";
import { tag } from "./parts.js";
import { t, word } from "./texts.js";

export class Operations {
  constructor({ element, requests, setup, choose, plan }) {
    Object.assign(this, { element, requests, setup, choose, rows: null, chosen: null, listeners: [] });
    this.notice = el("div");
    this.list = el("ol", { class: "cards operation-cards" });
    const begin = el("button", { type: "button", class: "plain", "data-act": "gebeurtenis", onclick: plan }, t("plan.new"));
    element.replaceChildren(el("div", { class: "operations-head" }, el("p", { class: "quiet" }, t("operation.what")), begin), this.notice, this.list);
    requests.store.on("change", ({ ids }) => [...ids].some((id) => id.startsWith("note:operatie:")) && this.looking.soon());
    this.looking = new Look(() => this.load(), { least: 700, most: 30000 });
    requests.on(() => requests.ready && this.looking.soon());
    this.show();
  }

  on(listener) {
    this.listeners.push(listener);
  }

  find = (id) => this.rows?.find((row) => row.id === id);

  async load() {
    const answer = await call("/operations");
    this.failed = answer.ok ? null : answer.text;
    if (answer.ok) this.rows = answer.body.operations;
    this.show();
    for (const listener of this.listeners) listener();
  }

  // Changes a plan; what came of it is shown at once, and the rest of the operation is looked up.
  async put(id, body) {
    const answer = await call(`/operations/${encodeURIComponent(id)}/plan`, body, { method: "PUT" });
    const plan = answer.ok ? answer.body : answer.status === 409 ? answer.body.plan : null;
    const row = plan?.version && this.find(id);
    if (row && plan.version >= (row.plan?.version ?? 0)) {
      Object.assign(row, { plan, title: plan.title ?? row.title, phase: plan.phase ?? row.phase, allowed_phases: answer.body.allowed_phases ?? row.allowed_phases });
      this.show();
      for (const listener of this.listeners) listener();
    }
    this.looking.soon();
    return answer;
  }

  select(id) {
    this.chosen = id;
    for (const card of this.element.querySelectorAll(".request")) card.classList.toggle("chosen", card.dataset.id === id);
  }

  show() {
    const cards = (this.rows ?? []).map((row) => ({
      id: row.id,
      title: row.title ?? row.id,
      phase: row.phase,
      exercise: row.exercise && !this.setup.exercise,
      complete: row.complete,
      count: row.requests.length,
      open: row.open.length,
      spots: spots(row.plan),
      planned: (row.plan?.plan ?? []).map(({ resource, quantity }) => ({ resource, quantity })),
      items: row.items.map(({ resource, outstanding, requested }) => ({ resource, outstanding, requested })),
    }));
    keep(this.list, cards, { key: ({ id }) => id, build: (row) => this.card(row), empty: () => this.empty() });
    this.notice.replaceChildren(this.failed ? el("p", { class: "notice", role: "alert" }, t("aid.failed"), " ", serverText(this.failed)) : "");
    this.select(this.chosen);
  }

  empty() {
    return el("li", { class: "empty" }, this.rows ? t("operation.none") : this.failed ? "" : t("aid.loading"));
  }

  card(row) {
    const short = row.items.filter((item) => item.outstanding > 0);
    const line = (count, resource, done) => el("span", { class: `line ${done ? "done" : ""}` }, el("span", { class: "amount" }, el("b", {}, count)), resourceName(resource));
    const lines = row.count
      ? (short.length ? short : row.items).slice(0, 4).map((item) => line(item.outstanding ? number(item.outstanding) : "✓", item.resource, !item.outstanding))
      : row.planned.slice(0, 4).map((item) => line(number(item.quantity), item.resource, false));
    const facts = [row.count ? t(row.count === 1 ? "wall.requests_1" : "wall.requests_n", { n: row.count }) : t("plan.only_planned"), row.open && t("operation.open_n", { n: row.open }), row.spots && t(row.spots === 1 ? "plan.spot_1" : "plan.spots_n", { n: row.spots })];
    const button = el(
      "button",
      { type: "button", class: "request", "data-id": row.id, "data-act": "kies", onclick: () => this.choose(row.id) },
      el("span", { class: "top-line" }, tag(capital(word("word", row.phase))), row.exercise && tag(t("aid.exercise_tag")), row.count > 0 && completeness(row.complete)),
      el("b", { class: "title" }, row.title),
      el("span", { class: "who" }, facts.filter(Boolean).join(" · ")),
      el("span", { class: "amounts" }, lines),
    );
    return el("li", {}, button);
  }
}

const spots = (plan) => Object.values(plan?.outlook ?? {}).reduce((sum, { unknown }) => sum + unknown.length, 0);

export const completeness = (complete) => el("span", { class: complete ? "complete yes" : "complete no" }, t(complete ? "operation.complete" : "operation.incomplete"));
