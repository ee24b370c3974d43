// One request in full: what is asked and what came of it, what may be done now, and all that was done.
import { amount, countdown, kindTitle, local, needed, place, requester, resourceName, stateWord, unitName, withNames } from "./aidwords.js";
import { el } from "./dom.js";
import { number, when } from "./format.js";
import { itemTable } from "./itemtable.js";
import { serverText } from "./language.js";
import { Papers } from "./papers.js";
import { Part } from "./part.js";
import { moment, tag } from "./parts.js";
import { logList, route, signatures } from "./requestlog.js";
import { Steps } from "./steps.js";
import { t } from "./texts.js";

// What may be done with one promise, where its request may take that step.
const ACTS = { vertrekken: "aid.act_departs", aankomen: "aid.act_arrives", intrekken_toezegging: "aid.act_withdraw" };

export class RequestView {
  constructor(id, { requests, setup, open, close }) {
    Object.assign(this, { id, requests, setup, open, close });
    const box = (name) => el("div", { class: name });
    this.steps = new Steps({ id, requests, setup });
    this.papers = new Papers({ id, requests });
    this.parts = [
      new Part(box("detail-head"), (view) => this.headFacts(view), (view) => this.head(view)),
      new Part(box("points-part"), ({ open: points, due }) => [points, due], (view) => this.points(view)),
      new Part(box("items-part"), ({ items }) => items, (view) => this.items(view)),
      new Part(box("promises-part"), ({ promises, offers, allowed_steps }) => [promises, offers, allowed_steps], (view) => this.promises(view)),
      new Part(box("answers-part"), ({ fields, kind }) => [fields, kind, this.requests.kinds.size], (view) => this.answers(view)),
      new Part(box("route-part"), ({ log, kind, state }) => [log.length, kind, state, this.requests.kinds.size], (view) => route(this.kind(view), view)),
      new Part(box("signed-part"), ({ signatures: signed }) => signed, (view) => signatures(view, this.setup)),
      new Part(box("log-part"), ({ log }) => log, (view) => logList(view)),
    ];
    const [head, points, items, promises, answers, path, signed, log] = this.parts.map((part) => part.element);
    const left = el("div", { class: "detail-main" }, points, items, this.steps.element, promises, answers);
    const right = el("aside", { class: "detail-aside", "aria-label": t("aid.aside") }, path, signed, this.papers.element, log);
    this.element = el("article", { class: "request-view" }, head, el("div", { class: "detail-columns" }, left, right));
    this.update();
  }

  get view() {
    return this.requests.views.get(this.id);
  }

  kind = (view) => this.requests.kinds.get(view.kind);

  update() {
    const { view } = this;
    if (!view) {
      if (this.requests.ready) this.gone();
      return;
    }
    for (const part of this.parts) part.update(view);
    this.steps.update(view, this.kind(view));
    this.papers.update(view);
    this.tick();
  }

  gone() {
    this.parts[0].element.replaceChildren(el("p", { class: "notice" }, t("aid.gone")), this.closer());
  }

  closer() {
    return el("button", { type: "button", class: "close", "data-act": "sluit", "aria-label": t("detail.close"), title: t("detail.close"), onclick: () => this.close() }, "✕");
  }

  headFacts({ title, urgent, exercise, state, kind, requester: who, region, gemeente, needed_by, operation, operation_title, geometry, until }) {
    return [title, urgent, exercise, state, kind, who, region, gemeente, needed_by, operation, operation_title, geometry, until, this.requests.kinds.size];
  }

  head(view) {
    const law = local(this.kind(view), "legal_basis");
    const where = place(view, this.setup);
    return [
      el(
        "div",
        { class: "title-line" },
        el("h2", {}, view.title || kindTitle(this.requests.kinds, view.kind)),
        el("time", { class: "left" }),
        this.closer(),
      ),
      el(
        "p",
        { class: "tags" },
        tag(stateWord(view)),
        view.urgent && tag(t("requests.urgent")),
        view.exercise && !this.setup.exercise && tag(t("aid.exercise_tag")),
        view.by_phone && tag(t("aid.by_phone_tag")),
      ),
      el("p", {}, el("b", {}, kindTitle(this.requests.kinds, view.kind)), law && [" · ", serverText(law)]),
      el("p", {}, [requester(view.requester), where].filter(Boolean).join(" · "), view.needed_by && el("span", {}, ` · ${t("aid.needed_at")} `, moment(view.needed_by)), view.until && ` · ${t("aid.until", { time: when(view.until) })}`),
      el(
        "p",
        { class: "ways" },
        el("a", { href: `/?kies=${encodeURIComponent(view.id)}` }, t("aid.on_the_map")),
        view.operation && el("button", { type: "button", class: "as-link", "data-act": "operatie", onclick: () => this.open("operatie", view.operation) }, t("aid.to_operation")),
        el("span", { class: "number" }, view.id.replace(/^request:/, "")),
      ),
    ];
  }

  points({ open: points, due }) {
    if (!points.length && !due.length) return [];
    return [
      el("h3", {}, t("aid.open_points")),
      el(
        "ul",
        { class: "points-list" },
        points.map((point) => el("li", { class: "point", "data-code": point.code }, serverText(withNames(point.text, this.setup)))),
        due.map(({ text, at, late }) => el("li", { class: late ? "point due late" : "point due", "data-at": at }, serverText(text), ": ", moment(at), " ", el("span", { class: "left-of" }))),
      ),
    ];
  }

  items({ items }) {
    if (!items.length) return el("p", { class: "notice" }, t("requests.unseen"));
    const head = ["aid.resource", "aid.requested", "aid.promised", "aid.departed", "aid.arrived", "aid.still_needed"];
    const rows = items.map((item) =>
      el(
        "tr",
        { class: item.outstanding ? "" : "done" },
        el("th", { scope: "row" }, resourceName(item.resource), el("small", {}, [unitName(item.unit), item.task].filter(Boolean).join(" · "))),
        [item.requested, item.promised, item.departed, item.arrived].map((n) => el("td", {}, number(n))),
        el("td", { class: "outstanding" }, item.outstanding ? amount(item).many : "✓ 0"),
      ),
    );
    return [
      el("h3", {}, t("aid.items")),
      itemTable(head, rows),
    ];
  }

  promises({ promises, offers, items, allowed_steps: steps }) {
    const shown = [...promises.filter((row) => row.quantity || row.departed || row.recalled), ...offers];
    if (!shown.length) return [];
    const names = new Map(items.map((item) => [item.id, resourceName(item.resource)]));
    return [el("h3", {}, t("aid.promises")), el("ul", { class: "promises" }, shown.map((row) => this.promise(row, names, steps)))];
  }

  promise(row, names, steps) {
    const facts = [
      row.arrives_at && t("aid.expected", { time: when(row.arrives_at) }),
      row.departed && t("aid.departed_n", { n: number(row.departed) }),
      row.arrived && t("aid.arrived_n", { n: number(row.arrived) }),
      row.released && t("aid.released_n", { n: number(row.released) }),
      row.until && t("aid.until", { time: when(row.until) }),
      row.status,
      row.place,
      row.reason,
    ];
    const acts = row.counted ? Object.keys(ACTS).filter((step) => steps.includes(step) && moves(step, row)) : [];
    const notes = [row.recalled && t("aid.recalled"), !row.counted && !row.recalled && t("aid.not_counted"), row.provisional && t("aid.provisional")].filter(Boolean);
    return el(
      "li",
      { class: row.counted ? "promise" : "promise loose" },
      el(
        "div",
        {},
        el("b", {}, this.named(row.supplier) ?? t("aid.supplier_unknown")),
        ` ${number(row.quantity ?? 0)} ${unitName(row.unit, row.quantity ?? 0)} ${names.get(row.item) ?? row.resource ?? ""} `,
        notes.map((note) => tag(note)),
        el("small", {}, facts.filter(Boolean).join(" · ")),
      ),
      el("div", { class: "choices" }, acts.map((step) => this.act(step, row))),
    );
  }

  // By name, also where somebody gave the code of a supplier.
  named = (supplier) => this.setup.suppliers[supplier] ?? supplier;

  act(step, row) {
    const label = t(ACTS[step]);
    return el("button", { type: "button", class: "small", "data-act": `${step} ${row.key}`, "aria-label": `${label}: ${this.named(row.supplier) ?? ""}`, onclick: () => this.steps.begin(step, { supplier: row.supplier, items: { [row.item]: left(step, row) } }) }, label);
  }

  answers(view) {
    const kind = this.kind(view);
    const asked = new Map((kind?.fields ?? []).map((one) => [one.name, one]));
    const given = Object.entries(view.fields);
    if (!given.length) return [];
    const text = (name, said) => (asked.get(name)?.type === "moment" && !Number.isNaN(Date.parse(said)) ? when(said) : said);
    const rows = given.map(([name, said]) => el("div", {}, el("dt", {}, local(asked.get(name), "label") || name), el("dd", {}, text(name, said))));
    return [el("h3", {}, t("aid.answers")), el("dl", { class: "answers" }, rows)];
  }

  tick() {
    const { view } = this;
    if (!view) return;
    const { text, kind } = countdown(view);
    const place_ = this.element.querySelector(".detail-head .left");
    if (!place_) return;
    place_.textContent = text;
    place_.className = `left ${kind && !needed(view).length ? "warn" : kind}`;
    for (const point of this.element.querySelectorAll("[data-at]")) {
      const { text: said, late } = lateness(point.dataset.at);
      point.querySelector(".left-of").textContent = said;
      point.classList.toggle("late", late);
    }
  }
}

const left = (step, row) => (step === "aankomen" ? row.quantity - (row.arrived ?? 0) : row.quantity - Math.max(row.departed ?? 0, row.arrived ?? 0));
const moves = (step, row) => left(step, row) > 0;

function lateness(at) {
  const { text, kind } = countdown({ state: "", items: [{ arrived: 0, requested: 1, outstanding: 1 }], needed_by: at });
  return { text: `(${text})`, late: kind === "bad" };
}
