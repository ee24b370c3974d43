// The operations: the requests of one incident together, whether every paper is there, and the totals.
import { call } from "./api.js";
import { resourceName } from "./aidwords.js";
import { el } from "./dom.js";
import { capital, number } from "./format.js";
import { keep } from "./keep.js";
import { Look } from "./look.js";
import { tag } from "./parts.js";
import { t, word } from "./texts.js";

export class Operations {
  constructor({ element, requests, setup, choose }) {
    Object.assign(this, { element, requests, setup, choose, rows: null, chosen: null, listeners: [] });
    this.notice = el("div");
    this.list = el("ol", { class: "cards operation-cards" });
    element.replaceChildren(this.notice, this.list);
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
      items: row.items.map(({ resource, outstanding, requested }) => ({ resource, outstanding, requested })),
    }));
    keep(this.list, cards, { key: ({ id }) => id, build: (row) => this.card(row), empty: () => this.empty() });
    this.notice.replaceChildren(this.failed ? el("p", { class: "notice", role: "alert" }, t("aid.failed"), " ", this.failed) : "");
    this.select(this.chosen);
  }

  empty() {
    return el("li", { class: "empty" }, this.rows ? t("operation.none") : this.failed ? "" : t("aid.loading"));
  }

  card(row) {
    const short = row.items.filter((item) => item.outstanding > 0);
    const lines = (short.length ? short : row.items).slice(0, 4).map((item) =>
      el("span", { class: `line ${item.outstanding ? "" : "done"}` }, el("span", { class: "amount" }, el("b", {}, item.outstanding ? number(item.outstanding) : "✓")), resourceName(item.resource)),
    );
    const button = el(
      "button",
      { type: "button", class: "request", "data-id": row.id, "data-act": "kies", onclick: () => this.choose(row.id) },
      el("span", { class: "top-line" }, tag(capital(word("word", row.phase))), row.exercise && tag(t("aid.exercise_tag")), completeness(row.complete)),
      el("b", { class: "title" }, row.title),
      el("span", { class: "who" }, t(row.count === 1 ? "wall.requests_1" : "wall.requests_n", { n: row.count }), row.open ? ` · ${t("operation.open_n", { n: row.open })}` : ""),
      el("span", { class: "amounts" }, lines),
    );
    return el("li", {}, button);
  }
}

export const completeness = (complete) => el("span", { class: complete ? "complete yes" : "complete no" }, t(complete ? "operation.complete" : "operation.incomplete"));
