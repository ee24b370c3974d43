// What is known of one feature: every value, who said it, when it was so and when we knew it; now, or at
// the moment of the past that is shown.
import { isStale, tone } from "./drawn.js";
import { el } from "./dom.js";
import { field, shown, valueText } from "./facttext.js";
import { capital, number, when } from "./format.js";
import { Links } from "./links.js";
import { modeOf, named, toQuery } from "./moment.js";
import { mark, moment, tag } from "./parts.js";
import { t, word } from "./texts.js";

// Where the page of bijstand shows it: a request, the plan of an operation, an expert, a figure of capacity.
const PLACES = [
  [/^(request:.*)$/s, "verzoek", "detail.to_request"],
  [/^note:operatie:(.*)$/s, "operatie", "detail.to_operation"],
  [/^capacity:EXP:(.*)$/s, "deskundige", "detail.to_expert"],
  [/^capacity:(\w+:.*)$/s, "opgave", "detail.to_figure"],
];
const AGAIN = 1500; // ms between looks at the server while the chosen feature keeps changing

export class Detail {
  constructor(element, store, { close, show, choose, renamed }) {
    Object.assign(this, { element, store, show, choose, renamed });
    this.links = new Links(() => this.later());
    this.onClose = close;
    this.id = null;
    this.near = [];
    this.looked = 0;
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    store.on("change", ({ ids }) => this.id && ids.has(this.id) && this.follow());
    store.on("moment", () => this.id && this.turn());
  }

  open(id, { near = [], from = null, focus = true } = {}) {
    if (this.element.hidden) this.from = from ?? document.activeElement;
    this.id = id;
    this.near = near.filter((other) => other !== id && this.store.features.has(other));
    this.values = null;
    this.answer = {};
    this.element.hidden = false;
    this.draw();
    this.element.scrollTop = 0;
    if (focus) this.element.focus({ preventScroll: true });
    this.look();
  }

  close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.id = null;
    this.onClose();
    if (this.from?.isConnected) this.from.focus({ preventScroll: true });
  }

  // What is open may go on under another id when it is joined to something.
  follow() {
    const id = this.store.resolve(this.id);
    if (id !== this.id) {
      this.id = id;
      this.renamed(id);
    }
    this.later();
  }

  // Another moment: what the sources say of it is of the one before until the answer is there.
  turn() {
    this.follow();
    clearTimeout(this.timer);
    this.timer = null;
    this.element.classList.add("is-before");
    this.draw();
    this.look();
  }

  later() {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.id) this.look();
    }, Math.max(0, this.looked + AGAIN - Date.now()));
  }

  async look() {
    const { id } = this;
    const then = this.store.moment;
    this.looked = Date.now();
    let values = "failed";
    let found = {};
    try {
      const query = then ? `?${toQuery(then)}` : "";
      const answer = await fetch(`/api/v1/entities/${encodeURIComponent(id)}${query}`);
      if (answer.ok) {
        found = await answer.json();
        values = found.values;
      }
      else if (answer.status === 404) values = [];
    } catch {
      // The band says that the connection is gone; here the sources are simply missing.
    }
    if (id !== this.id || then !== this.store.moment) return;
    this.element.classList.remove("is-before");
    this.values = values;
    this.answer = found;
    if (!this.writing()) this.draw();
  }

  // Somebody is typing a reason: what comes in must not take it away.
  writing() {
    return this.element.contains(document.activeElement) && document.activeElement.tagName === "INPUT";
  }

  draw() {
    const at = this.element.scrollTop;
    const active = this.element.contains(document.activeElement) && document.activeElement.dataset.act;
    const feature = this.store.features.get(this.id);
    this.element.replaceChildren(
      this.head(feature),
      ...(feature ? [] : [el("p", { class: "notice" }, this.gone())]),
      ...this.neighbours(),
      ...this.links.sections(this.answer, () => this.draw(), !this.store.moment),
      el("h3", {}, t("detail.values")),
      ...this.facts(),
    );
    this.element.scrollTop = at;
    if (active) this.element.querySelector(`[data-act="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
  }

  gone() {
    const then = this.store.moment;
    if (!then) return t("detail.gone");
    return t(modeOf(then) === "was" ? "past.not_there" : "past.not_known", { time: named(then.at) });
  }

  head(feature) {
    const p = feature?.properties ?? {};
    const kind = p.kind ?? this.id.slice(0, this.id.indexOf(":"));
    const level = kind === "incident" || kind === "area" ? tone(p.severity ?? 0) : "plain";
    const title = this.title(p, kind);
    const facts = [word("kind", kind), p.status && capital(word("word", p.status)), ...this.store.places(p)];
    const stale = feature && isStale(p, this.store.now());
    return el(
      "header",
      {},
      kind === "region" ? null : mark(p.discipline),
      el(
        "div",
        {},
        el("h2", { class: level }, title),
        el("p", {}, `${[...new Set(facts.filter(Boolean))].join(" · ")} `, ...this.tags(p, stale)),
        this.elsewhere(),
        p.observed_at && el("p", {}, t("detail.observed"), " ", moment(p.observed_at), this.freshness(p, stale)),
      ),
      el("div", { class: "actions" }, this.button("show", el("i", { class: "aim" }), t("detail.show"), () => this.show(this.id)),
        this.button("close", "✕", t("detail.close"), () => this.close())),
    );
  }

  elsewhere() {
    const [shape, name, words] = PLACES.find(([known]) => known.test(this.id)) ?? [];
    if (!shape) return null;
    const href = `/bijstand?${name}=${encodeURIComponent(shape.exec(this.id)[1])}`;
    return el("p", {}, el("a", { href, "data-act": "bijstand" }, t(words)));
  }

  title(p, kind) {
    const title = p.title || capital(word("kind", kind));
    return kind === "region" && p.grip ? `${title}: GRIP ${p.grip}` : title;
  }

  tags(p, stale) {
    const found = [];
    if (p.verification) found.push(tag(word("word", p.verification)));
    if (stale) found.push(tag(t("detail.stale")));
    if (p.exercise) found.push(tag(t("app.exercise").toLowerCase()));
    if (p.marking) found.push(tag(p.marking));
    return found;
  }

  freshness(p, stale) {
    return p.stale_at && !stale ? ` · ${t("detail.fresh_until", { time: when(p.stale_at) })}` : "";
  }

  button(act, sign, label, onclick) {
    return el("button", { type: "button", "data-act": act, title: label, "aria-label": label, onclick }, sign);
  }

  neighbours() {
    if (!this.near.length) return [];
    const buttons = this.near.map((id) => {
      const p = this.store.features.get(id)?.properties ?? {};
      return el(
        "button",
        { type: "button", "data-act": id, onclick: () => this.choose(id, [this.id, ...this.near]) },
        p.kind === "region" ? null : mark(p.discipline),
        this.title(p, p.kind ?? "note"),
      );
    });
    return [el("h3", {}, t("detail.here")), el("div", { class: "near" }, buttons)];
  }

  facts() {
    if (this.values === null) return [el("p", { class: "empty" }, t("detail.loading"))];
    if (this.values === "failed") return [el("p", { class: "notice", role: "alert" }, t("detail.failed"))];
    return shown(this.values).map((fact) => this.fact(fact));
  }

  fact({ name, value, said, verification }) {
    const differ = said.some((other) => JSON.stringify(other.value) !== JSON.stringify(said[0].value));
    const box = el(
      "div",
      { class: `fact ${differ ? "differ" : ""}` },
      el("div", { class: "fact-name" }, field(name), " ", differ && tag(t("detail.differ")), " ", sure(verification)),
      el("div", { class: "fact-value" }, this.range(name) ?? valueText(name, value)),
    );
    for (const one of said) box.append(this.word(one, differ, name));
    return box;
  }

  // Numbers on which sources differ are shown as a range until somebody judged.
  range(name) {
    const found = this.store.features.get(this.id)?.properties.ranges?.[name];
    return found ? `${number(found[0])}–${number(found[1])}` : null;
  }

  word(one, differ, name) {
    const times = el(
      "span",
      { class: "times" },
      `${t("detail.observed").toLowerCase()} `,
      moment(one.observed_at),
      ` · ${t("detail.received").toLowerCase()} `,
      moment(one.received_at),
    );
    return el(
      "div",
      { class: "said" },
      mark(one.discipline),
      el("span", {}, one.source, differ && el("q", {}, ` ${valueText(name, one.value)}`)),
      times,
    );
  }
}

// What is only reported needs no word beside each value; the head says it once.
const sure = (verification) => verification && verification !== "onbevestigd" && tag(word("word", verification));
