// The board: requests in columns by how far they are, the most urgent first. Beside an open request the
// columns stand under one another, so that the same cards stay in the same order.
import { amount, countdown, ENDED, kindTitle, local, needed, outstanding, place, requester, resourceName, stateWord, urgency, withNames } from "./aidwords.js";
import { el } from "./dom.js";
import { number } from "./format.js";
import { keep } from "./keep.js";
import { serverText } from "./language.js";
import { moment, tag } from "./parts.js";
import { t } from "./texts.js";

const COLUMNS = [
  ["aid.column_new", ["vooraankondiging", "ontvangen", "onvolledig"]],
  ["aid.column_work", ["in_behandeling", "doorgestuurd", "uitgezet", "heroverweging"]],
  ["aid.column_promised", ["deels_toegezegd", "toegezegd", "ingestemd"]],
  ["aid.column_running", ["gealarmeerd", "onderweg", "ingezet", "afgeschaald"]],
  ["aid.column_ended", [...ENDED]],
];

export class Board {
  constructor({ element, requests, setup, choose }) {
    Object.assign(this, { element, requests, setup, choose, chosen: null });
    this.filter = {};
    this.totals = el("div", { class: "totals" });
    this.notice = el("div");
    this.columns = COLUMNS.map(([title, states]) => this.column(t(title), new Set(states)));
    element.replaceChildren(this.notice, this.totals, el("div", { class: "columns" }, this.columns.map((column) => column.box)));
    requests.on(() => this.show());
    setInterval(() => this.tick(), 5000);
    this.show();
  }

  column(title, states) {
    const count = el("span", { class: "count" });
    const list = el("ol", { class: "cards" });
    const box = el("section", { class: "column", "aria-label": title }, el("h2", {}, title, " ", count), list);
    return { box, count, list, states };
  }

  setFilter(filter) {
    this.filter = filter;
    this.show();
  }

  select(id) {
    this.chosen = id;
    for (const card of this.element.querySelectorAll(".request")) {
      card.classList.toggle("chosen", card.dataset.id === id);
      if (card.dataset.id === id) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    }
  }

  wanted(view) {
    const { kind, region, exercise, urgent, ended } = this.filter;
    if (kind && view.kind !== kind) return false;
    if (region && view.region !== region && this.regionOf(view) !== region) return false;
    if (exercise && view.exercise !== (exercise === "exercise")) return false;
    if (urgent && !view.urgent) return false;
    return ended || !ENDED.has(view.state) || view.id === this.chosen;
  }

  // Where a gemeente or a place on the map tells the region, the picture has worked it out.
  regionOf(view) {
    return this.requests.store.features.get(view.id)?.properties.veiligheidsregio;
  }

  show() {
    const views = [...this.requests.views.values()].filter((view) => this.wanted(view)).sort((a, b) => urgency(a, b));
    for (const column of this.columns) {
      const mine = views.filter((view) => column.states.has(view.state));
      const cards = mine.map((view) => this.facts(view));
      keep(column.list, cards, { key: ({ id }) => id, build: (facts) => this.card(facts), empty: () => this.empty() });
      column.count.textContent = this.requests.ready ? number(mine.length) : "";
      column.box.hidden = column.states.has("gesloten") && !mine.length;
    }
    const failed = this.requests.failed && el("p", { class: "notice", role: "alert" }, t("aid.failed"), " ", serverText(this.requests.failed));
    this.notice.replaceChildren(failed || "");
    this.sums(views);
    this.select(this.chosen);
    this.tick();
  }

  empty() {
    return el("li", { class: "empty" }, this.requests.ready ? t("aid.none") : this.requests.failed ? "" : t("aid.loading"));
  }

  sums(views) {
    const groups = [false, true].map((exercise) => [exercise, outstanding(views.filter((view) => view.exercise === exercise))]);
    const rows = groups.filter(([, totals]) => totals.length).map(([exercise, totals]) => this.sum(exercise, totals));
    this.totals.replaceChildren(...rows);
    this.totals.hidden = !rows.length;
  }

  sum(exercise, totals) {
    const title = exercise && !this.setup.exercise ? t("aid.outstanding_exercise") : t("aid.outstanding");
    return el(
      "div",
      { class: "sum" },
      el("h2", {}, title),
      el("ul", {}, totals.map(({ resource, n }) => el("li", {}, el("b", {}, number(n)), ` ${resourceName(resource)}`))),
    );
  }

  // All that a card shows; when none of it changed the card is left as it is.
  facts(view) {
    const { id, title, urgent, exercise, needed_by, items, open, state } = view;
    const kind = this.requests.kinds.get(view.kind);
    return {
      id,
      title: title || kindTitle(this.requests.kinds, view.kind),
      urgent,
      exercise: exercise && !this.setup.exercise,
      needed_by,
      state,
      who: requester(view.requester),
      where: place(view, this.setup),
      kind: kindTitle(this.requests.kinds, view.kind),
      basis: local(kind, "legal_basis"),
      items: items.map(({ resource, unit, requested, outstanding: left, task }) => ({ resource, unit, requested, outstanding: left, task })),
      open: open.map((point) => withNames(point.text, this.setup)),
    };
  }

  card(facts) {
    const open = facts.open.length > 0 && el("span", { class: "points" }, lasting(facts.open));
    const button = el(
      "button",
      { type: "button", class: "request", "data-id": facts.id, "data-act": "kies", onclick: () => this.choose(facts.id) },
      el("span", { class: "top-line" }, el("time", { class: "left" }), facts.urgent && tag(t("requests.urgent")), facts.exercise && tag(t("aid.exercise_tag")), tag(stateWord(facts))),
      el("b", { class: "title" }, facts.title),
      el("span", { class: "who" }, [facts.who, facts.where].filter(Boolean).join(" · ")),
      el("span", { class: "law", title: facts.basis }, facts.kind, facts.basis && [" · ", serverText(facts.basis)]),
      el("span", { class: "amounts" }, facts.items.map((item) => this.line(item))),
      facts.needed_by && el("span", { class: "at" }, t("aid.needed_at"), " ", moment(facts.needed_by)),
      open,
    );
    return el("li", {}, button);
  }

  line(item) {
    const { many, of, unit } = amount(item);
    const done = !item.outstanding;
    return el(
      "span",
      { class: `line ${done ? "done" : ""}` },
      el("span", { class: "amount" }, el("b", {}, done ? "✓" : many), done ? ` ${number(item.requested)}` : of && ` ${of}`),
      el("span", {}, resourceName(item.resource), el("small", {}, ` ${[unit, item.task].filter(Boolean).join(" · ")}`)),
    );
  }

  tick() {
    const now = Date.now();
    for (const card of this.element.querySelectorAll(".request")) {
      const view = this.requests.views.get(card.dataset.id);
      if (!view) continue;
      const { text, kind } = countdown(view, now);
      const place = card.querySelector(".left");
      if (place.textContent !== text) place.textContent = text;
      card.classList.toggle("bad", kind === "bad" && needed(view).length > 0);
      card.classList.toggle("warn", kind === "warn" || (kind === "bad" && !needed(view).length));
    }
  }
}

// The first open point, and how many more there are.
const lasting = ([first, ...more]) => [serverText(first), more.length > 0 && ` ${t("aid.more_points", { n: more.length })}`];
