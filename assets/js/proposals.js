// Reports that may be the same thing: side by side, with the reason and the chance, and a person's verdict.
import { call } from "./api.js";
import { el } from "./dom.js";
import { drill } from "./exercise.js";
import { number, short } from "./format.js";
import { keep } from "./keep.js";
import { serverText } from "./language.js";
import { Look } from "./look.js";
import { mark } from "./parts.js";
import { reasonForm } from "./reason.js";
import { t, word } from "./texts.js";

const JOINABLE = /^(incident|facility|area|unit):/;

export class Proposals {
  constructor({ list, count, store }) {
    Object.assign(this, { list, count, store });
    this.asked = null;
    this.done = new Set();
    this.asking = null;
    this.wrong = new Map();
    this.looking = new Look(() => this.load(), { least: 4000 });
    store.on("change", ({ ids }) => [...ids].some((id) => JOINABLE.test(id)) && this.looking.soon());
    this.looking.soon();
  }

  async load() {
    const answer = await call("/links");
    this.failed = answer.ok ? null : answer.text;
    if (answer.ok) this.asked = answer.body.proposed;
    const there = new Set(this.asked?.map((link) => link.id));
    this.done = new Set([...this.done].filter((id) => there.has(id)));
    this.show();
  }

  show() {
    const asked = (this.asked ?? []).filter((link) => !this.done.has(link.id)).map((link) => this.known(link));
    keep(this.list, asked, { key: (link) => link.id, build: (link) => this.card(link), empty: () => this.empty() });
    this.count.textContent = this.asked ? number(asked.length) : "";
    if (this.failed) this.list.prepend(el("li", { class: "notice", role: "alert" }, t("proposals.failed"), " ", serverText(this.failed)));
  }

  empty() {
    return el("li", { class: "empty" }, this.asked ? t("proposals.none") : this.failed ? "" : t("proposals.loading"));
  }

  // The link with all that its card shows, so that the card is built anew when any of that changed.
  known(link) {
    const sides = [link.a, link.b].map((id, index) => {
      const p = this.store.features.get(this.store.resolve(id))?.properties ?? {};
      return {
        id,
        title: link.titles[index] ?? p.title ?? id,
        discipline: p.discipline,
        facts: [p.observed_at && short(p.observed_at), p.gemeente_name ?? p.place, p.veiligheidsregio_name, (p.sources ?? []).join(", ")],
        exercise: Boolean(p.exercise),
      };
    });
    return { id: link.id, reason: link.reason, score: link.score, sides, ...this.stateOf(link.id) };
  }

  stateOf(id) {
    return this.asking === id ? { asking: true, typed: this.typed, wrong: this.wrong.get(id) } : { wrong: this.wrong.get(id) };
  }

  card(link) {
    const chance = t("links.chance", { n: number(Math.round(link.score * 100)) });
    return el(
      "li",
      { class: "proposal" },
      link.sides.map((side) => this.side(side)),
      el("p", { class: "why" }, serverText(link.reason), ` · ${chance}`),
      link.wrong && el("p", { class: "notice", role: "alert" }, serverText(link.wrong)),
      link.asking ? this.reason(link) : this.acts(link),
    );
  }

  side({ id, title, discipline, facts, exercise }) {
    const known = [...new Set(facts.filter(Boolean))];
    if (drill({ exercise })) known.push(t("app.exercise").toLowerCase());
    const where = el("a", { href: `/?kies=${encodeURIComponent(id)}`, class: "show" }, t("proposals.show"));
    const said = discipline && el("span", { class: "unseen" }, `${word("discipline", discipline)} `);
    return el("div", { class: "one" }, discipline ? mark(discipline) : el("span"), el("div", {}, said, el("b", {}, title), el("small", {}, known.join(" · "))), where);
  }

  acts(link) {
    return el(
      "div",
      { class: "choices" },
      el("button", { type: "button", "data-act": "samen", onclick: () => this.say(link, "samen", link.reason) }, t("links.join")),
      el("button", { type: "button", "data-act": "los", onclick: () => this.ask(link.id) }, t("links.other")),
    );
  }

  reason(link) {
    return reasonForm({
      label: t("links.why"),
      submit: t("links.other"),
      value: link.typed,
      then: (reason) => this.say(link, "los", reason),
      cancel: () => this.ask(null, link.id),
    });
  }

  ask(id, from = id) {
    document.activeElement?.blur();
    this.asking = id;
    this.typed = "";
    this.wrong.delete(from);
    this.show();
    const card = this.list.querySelector(`[data-key="${CSS.escape(from)}"]`);
    card?.querySelector(id ? '[data-act="reden"]' : '[data-act="los"]')?.focus();
  }

  async say(link, verdict, reason) {
    const [a, b] = link.sides.map((side) => side.id);
    const index = [...this.list.children].findIndex((row) => row.dataset.key === link.id);
    this.typed = reason;
    const answer = await call("/links", { a, b, verdict, reason });
    document.activeElement?.blur();
    if (answer.ok) {
      this.done.add(link.id);
      this.asking = null;
    } else this.wrong.set(link.id, answer.text);
    this.show();
    const next = answer.ok ? this.list.children[Math.min(index, this.list.children.length - 1)] : this.list.children[index];
    next?.querySelector("[data-act]")?.focus({ preventScroll: true });
    this.looking.soon();
  }
}
