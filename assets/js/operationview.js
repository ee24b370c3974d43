// One operation: its phase, its requests, what is missing before it is complete, the totals, its plan, and the
// way to advice.
import { Advice } from "./advice.js";
import { countdown, needed, resourceName, stateWord, unitName, withNames } from "./aidwords.js";
import { el } from "./dom.js";
import { number } from "./format.js";
import { itemTable } from "./itemtable.js";
import { serverText } from "./language.js";
import { completeness } from "./operations.js";
import { Part } from "./part.js";
import { Plan } from "./plan.js";
import { tag } from "./parts.js";
import { t } from "./texts.js";

export class OperationView {
  constructor(id, { operations, requests, setup, open, close, add }) {
    Object.assign(this, { id, operations, requests, setup, open, close, add });
    const box = (name) => el("div", { class: name });
    this.parts = [
      new Part(box("detail-head"), ({ title, exercise, complete, requests: views }) => [title, exercise, complete, views.length], (row) => this.head(row)),
      new Part(box("points-part"), ({ open: points, requests: views }) => [points, views.map((view) => view.title)], (row) => this.points(row)),
      new Part(box("signed-part"), ({ gemeenten }) => gemeenten, (row) => this.gemeenten(row)),
      new Part(box("requests-part"), ({ requests: views }) => views.map(({ id: name, title, state, items, gemeente }) => [name, title, state, items, gemeente]), (row) => this.list(row)),
      new Part(box("items-part"), ({ items }) => items, (row) => this.totals(row)),
    ];
    const [head, points, signed, list, totals] = this.parts.map((part) => part.element);
    this.advice = new Advice({ id, requests, setup });
    this.plan = new Plan({ id, operations, setup, ask: (items) => this.add(this.row, items) });
    const { phase: stage, outlook, lines, settlement, evaluation } = this.plan;
    this.element = el(
      "article",
      { class: "request-view operation-view" },
      head,
      el("div", { class: "detail-main" }, this.plan.place, stage.element, points, signed, list, totals, lines.element, outlook.element, settlement.element, evaluation.element),
      this.advice.element,
    );
    this.update();
  }

  get row() {
    return this.operations.find(this.id);
  }

  update() {
    const { row } = this;
    if (!row) return;
    for (const part of this.parts) part.update(row);
    this.plan.update(row);
    this.advice.update(row);
    this.tick();
  }

  head(row) {
    return [
      el(
        "div",
        { class: "title-line" },
        el("h2", {}, row.title ?? row.id),
        row.requests.length > 0 && completeness(row.complete),
        el("button", { type: "button", class: "close", "data-act": "sluit", "aria-label": t("detail.close"), title: t("detail.close"), onclick: () => this.close() }, "✕"),
      ),
      row.exercise && !this.setup.exercise && el("p", { class: "tags" }, tag(t("aid.exercise_tag"))),
      el("p", { class: "ways" }, el("button", { type: "button", class: "as-link", "data-act": "erbij", onclick: () => this.add(row) }, t("operation.add")), el("button", { type: "button", class: "as-link", "data-act": "naam", onclick: () => this.rename() }, t("plan.rename")), el("span", { class: "number" }, row.id.replace(/^operation:/, ""))),
    ];
  }

  rename() {
    this.plan.rename(() => this.element.querySelector('[data-act="naam"]')?.focus());
  }

  // What keeps it from being complete, with the request that it is about.
  points(row) {
    if (!row.open.length) return [];
    const titles = new Map(row.requests.map((view) => [view.id, view.title]));
    const line = ({ text, request, code }) =>
      el("li", { class: "point", "data-code": code }, request && titles.get(request) ? this.link(request, titles.get(request)) : "", request ? ": " : "", serverText(withNames(text, this.setup)));
    return [el("h3", {}, t(row.complete ? "aid.open_points" : "operation.missing")), el("ul", { class: "points-list" }, row.open.map(line))];
  }

  link = (id, title) => el("button", { type: "button", class: "as-link", "data-act": `naar ${id}`, onclick: () => this.open("verzoek", id) }, title);

  gemeenten({ gemeenten }) {
    if (!gemeenten.length) return [];
    const rows = gemeenten.map(({ gemeente, request, signed }) => {
      const name = this.setup.gemeenten[gemeente] ?? gemeente;
      return el("li", {}, el("span", { class: signed ? "sign yes" : "sign no" }, t(signed ? "operation.signed" : "operation.unsigned")), " ", request ? this.link(request, name) : `${name}: ${t("operation.no_request")}`);
    });
    return [el("h3", {}, t("operation.gemeenten")), el("ul", { class: "plain-list" }, rows)];
  }

  list({ requests: views }) {
    if (!views.length) return [el("h3", {}, t("aid.requests")), el("p", { class: "quiet" }, t("plan.nothing_asked"))];
    const rows = views.map((view) =>
      el(
        "tr",
        { "data-id": view.id },
        el("th", { scope: "row" }, this.link(view.id, view.title || view.id)),
        el("td", {}, this.setup.gemeenten[view.gemeente] ?? ""),
        el("td", {}, stateWord(view)),
        el("td", {}, needed(view).map((item) => `${number(item.outstanding)} ${resourceName(item.resource)}`).join(", ") || "✓"),
        el("td", { class: "left" }),
      ),
    );
    const head = ["aid.request", "form.gemeente", "sources.state", "aid.still_needed", "aid.needed_by"];
    return [el("h3", {}, t("aid.requests")), itemTable(head, rows)];
  }

  totals({ items }) {
    if (!items.length) return [];
    const head = ["aid.resource", "aid.requested", "aid.promised", "aid.departed", "aid.arrived", "aid.still_needed"];
    const rows = items.map((item) =>
      el(
        "tr",
        { class: item.outstanding ? "" : "done" },
        el("th", { scope: "row" }, resourceName(item.resource), el("small", {}, unitName(item.unit))),
        [item.requested, item.promised, item.departed, item.arrived].map((n) => el("td", {}, number(n))),
        el("td", { class: "outstanding" }, item.outstanding ? number(item.outstanding) : "✓ 0"),
      ),
    );
    return [el("h3", {}, t("operation.totals")), itemTable(head, rows)];
  }

  tick() {
    for (const line of this.element.querySelectorAll("tr[data-id]")) {
      const view = this.requests.views.get(line.dataset.id);
      if (!view) continue;
      const { text, kind } = countdown(view);
      const place = line.querySelector(".left");
      place.textContent = text;
      place.className = `left ${needed(view).length ? kind : ""}`;
    }
  }
}
