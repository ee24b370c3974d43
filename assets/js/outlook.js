// The outlook of an operation for the coming 12, 24 and 48 hours: what will be needed, notes, and the white
// spots: what we do not know, who was asked and when.
import { Editor } from "./editor.js";
import { el } from "./dom.js";
import { field, long, text } from "./formparts.js";
import { clock, day, when } from "./format.js";
import { Part } from "./part.js";
import { moment, tag } from "./parts.js";
import { RowList } from "./rowlist.js";
import { t } from "./texts.js";

const HOURS = ["12", "24", "48"];
const now = () => `${day(new Date())} ${clock(new Date())}`;
const spotText = ({ what, asked, at }) => [what, asked && t("plan.asked_of", { who: asked }), at].filter(Boolean).join(" · ");

export class Outlook {
  constructor({ save }) {
    this.cards = HOURS.map((hours) => new Card(hours, save));
    this.element = el("section", { class: "outlook", "aria-label": t("plan.outlook") }, el("h3", {}, t("plan.outlook")), el("div", { class: "outlook-cards" }, this.cards.map((card) => card.element)));
  }

  update(row, plan) {
    for (const card of this.cards) card.update(plan);
  }
}

class Card {
  constructor(hours, save) {
    Object.assign(this, { hours, save, editor: null });
    this.title = t("plan.hours", { n: hours });
    const about = (plan) => plan.outlook[hours];
    this.about = about;
    this.part = new Part(el("div"), (plan) => [about(plan), expired(about(plan))], (plan) => this.draw(about(plan)));
    this.place = el("div");
    this.element = el("section", { class: "outlook-card", "aria-label": this.title }, this.part.element, this.place);
  }

  update(plan) {
    this.plan = plan;
    this.part.update(plan);
    this.editor?.moved(plan);
  }

  draw(said) {
    const { need, notes, unknown, at, by, until } = said;
    const act = t(at ? "plan.change" : "plan.fill_in");
    const change = el("button", { type: "button", class: "small", "data-act": "wijzig", "aria-label": t("plan.change_of", { act, what: this.title }), onclick: () => this.begin() }, act);
    const head = el("div", { class: "card-head" }, el("h4", {}, this.title), expired(said) && tag(t("plan.expired")), change);
    if (!at) return [head, el("p", { class: "quiet" }, t("plan.no_outlook"))];
    return [
      head,
      need ? el("p", { class: "need" }, need) : el("p", { class: "quiet" }, t("plan.no_need")),
      notes && el("p", { class: "told" }, notes),
      unknown.length > 0 && el("h5", {}, t("plan.unknown")),
      unknown.length > 0 && el("ul", { class: "spots" }, unknown.map((spot) => this.spot(spot))),
      el("small", {}, [by, t("plan.made")].filter(Boolean).join(" · "), " ", moment(at), until && ` · ${t("plan.holds_until", { time: when(until) })}`),
    ];
  }

  spot({ what, asked, at }) {
    const told = [asked && t("plan.asked_of", { who: asked }), at].filter(Boolean).join(" · ");
    return el("li", {}, el("span", {}, what), " ", told ? el("small", {}, told) : tag(t("plan.not_asked")));
  }

  begin() {
    const { need, notes, unknown } = this.about(this.plan);
    const needed = long(need ?? "", { maxlength: 2000 });
    const noted = long(notes ?? "", { maxlength: 2000 });
    const column = (name, label, more) => ({ name, label, make: (value) => text(value ?? "", { maxlength: 200 }), read: (input) => input.value.trim() || null, ...more });
    const spots = new RowList({
      path: `outlook.${this.hours}.unknown`,
      legend: t("plan.unknown"),
      help: t("plan.unknown_help"),
      columns: [
        column("what", t("plan.spot_what")),
        column("asked", t("plan.spot_asked"), { changed: stamp }),
        column("at", t("plan.spot_at")),
      ],
      add: t("plan.add_spot"),
      remove: t("plan.remove_spot"),
      rows: unknown,
    });
    this.editor = new Editor({
      title: t("plan.outlook_of", { hours: this.hours }),
      plan: this.plan,
      about: this.about,
      said: (plan) => [this.about(plan).need, this.about(plan).notes, ...this.about(plan).unknown.map(spotText)],
      fields: [
        field({ path: `outlook.${this.hours}.need`, label: t("plan.need"), help: t("plan.need_help"), input: needed, wide: true }),
        field({ path: `outlook.${this.hours}.notes`, label: t("plan.notes"), input: noted, wide: true }),
        spots.element,
      ],
      body: () => ({ outlook: { [this.hours]: { need: needed.value.trim(), notes: noted.value.trim(), unknown: spots.read() } } }),
      send: this.save,
      done: () => this.end(),
      cancel: () => this.end(),
    });
    this.element.classList.add("busy");
    this.place.replaceChildren(this.editor.element);
    this.editor.focus();
  }

  end() {
    this.editor = null;
    this.element.classList.remove("busy");
    this.place.replaceChildren();
    this.part.element.querySelector("button").focus();
  }
}

// Who fills in whom he asked, asked just now.
function stamp(input, row) {
  const at = row.inputs.get("at");
  if (input.value.trim() && !at.value) at.value = now();
}

const expired = ({ until }) => Boolean(until) && Date.parse(until) < Date.now();
