// Requests for bijstand: what is still outstanding per line item, and how long there is left.
import { ENDED } from "./aidwords.js";
import { items, matches, open } from "./drawn.js";
import { el } from "./dom.js";
import { capital, number, span } from "./format.js";
import { moment, tag } from "./parts.js";
import { t, word } from "./texts.js";

const SOON = 60 * 60000; // ms before the needed-by time from which it is coloured

export const openRequests = (store) =>
  store
    .ofKind("request")
    .filter((request) => !ENDED.has(request.properties.state))
    .sort((a, b) => due(a) - due(b) || (a.id < b.id ? -1 : 1));

const due = (request) => Date.parse(request.properties.needed_by ?? "") || Infinity;

// How a request stands against its needed-by time: what to say and how loud.
export function deadline(request, now = Date.now()) {
  const left = due(request) - now;
  if (!items(request.properties).length) return { text: t("requests.unseen"), kind: "" };
  if (!open(request.properties).length) return { text: t("requests.done"), kind: "" };
  if (!Number.isFinite(left)) return { text: t("requests.no_time"), kind: "" };
  if (left < 0) return { text: t("requests.late", { age: span(left) }), kind: "bad" };
  return { text: t("requests.left", { age: span(left) }), kind: left < SOON ? "warn" : "" };
}

export const resource = (item) => capital(word("resource", item.resource ?? ""));

export class Requests {
  constructor(element, store, choose) {
    Object.assign(this, { element, store, choose });
    this.filter = null;
    this.chosen = null;
    store.on("change", ({ ids, whole }) => {
      if (whole || [...ids].some((id) => id.startsWith("request:"))) this.show();
    });
    setInterval(() => this.tick(), 5000);
    this.show();
  }

  setFilter(filter) {
    this.filter = filter;
    this.show();
  }

  select(id) {
    this.chosen = id;
    for (const button of this.element.querySelectorAll(".request")) {
      button.classList.toggle("chosen", button.dataset.id === id);
    }
  }

  show() {
    const focused = this.element.contains(document.activeElement) && document.activeElement.dataset.id;
    const shown = openRequests(this.store).filter((request) => this.wanted(request));
    const cards = shown.map((request) => this.card(request));
    const empty = el("p", { class: "empty" }, t("requests.empty"));
    this.element.replaceChildren(...(cards.length ? cards : [empty]));
    if (focused) cards.find((card) => card.dataset.id === focused)?.focus();
  }

  wanted(request) {
    if (!this.filter) return true;
    return matches({ ...this.filter, disciplines: null, verification: new Set() }, request.properties, request.id);
  }

  card(request) {
    const p = request.properties;
    const { text, kind } = deadline(request, this.store.now());
    const facts = [p.veiligheidsregio_name ?? this.store.regionName(p.veiligheidsregio), p.organisation, p.state && word("word", p.state)];
    const needed = p.needed_by && el("span", {}, " · ", moment(p.needed_by));
    const button = el(
      "button",
      {
        type: "button",
        class: `request ${kind}`,
        "data-id": request.id,
        onclick: () => this.choose(request.id, button),
      },
      el("header", {}, el("b", {}, p.title || t("kind.request")), p.urgent && tag(t("requests.urgent")), el("time", {}, text)),
      el("p", {}, [...new Set(facts.filter(Boolean))].join(" · "), needed),
      el("ul", {}, items(p).map((item) => this.line(item))),
    );
    button.classList.toggle("chosen", request.id === this.chosen);
    return button;
  }

  line(item) {
    const partly = item.outstanding < item.requested;
    const of = partly && el("small", {}, ` ${t("requests.of", { n: number(item.requested) })}`);
    const what = el("span", {}, resource(item), item.task && el("small", {}, ` · ${item.task}`));
    return el("li", {}, el("span", { class: "amount" }, el("b", {}, number(item.outstanding ?? 0)), of), what);
  }

  tick() {
    for (const card of this.element.querySelectorAll(".request")) {
      const request = this.store.features.get(card.dataset.id);
      if (!request) continue;
      const { text, kind } = deadline(request, this.store.now());
      card.querySelector("header time").textContent = text;
      card.classList.toggle("bad", kind === "bad");
      card.classList.toggle("warn", kind === "warn");
    }
  }
}
