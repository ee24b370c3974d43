// What a chosen feature is made of, what may be the same, and what a person says of that.
import { call } from "./api.js";
import { el } from "./dom.js";
import { number } from "./format.js";
import { serverText } from "./language.js";
import { mark, tag } from "./parts.js";
import { reasonForm } from "./reason.js";
import { t } from "./texts.js";

const SHOWN = 1500; // ms in which a verdict that was journalled is in the picture

export class Links {
  // `done` is called when a verdict is journalled.
  constructor(done) {
    this.done = done;
    this.asking = null;
    this.failed = null;
  }

  // The sections for the detail of `answer` (GET /entities/{id}); `acting` is whether one can judge here.
  sections(answer, again, acting = true) {
    Object.assign(this, { again, acting });
    const { members = [], links = [], values = [] } = answer;
    const asked = links.filter((link) => link.state === "voorgesteld" && !link.together);
    const found = [];
    if (asked.length) found.push(el("h3", {}, t("links.maybe")), ...asked.map((link) => this.proposal(link, members)));
    if (members.length > 1) {
      found.push(el("h3", {}, t("links.joined", { n: members.length })));
      found.push(...members.map((id) => this.member(id, members, links, speaker(values, id))));
    }
    if (this.failed) found.push(el("p", { class: "notice", role: "alert" }, serverText(this.failed)));
    return found;
  }

  proposal(link, members) {
    const [here, there] = members.includes(link.a) ? [link.a, link.b] : [link.b, link.a];
    const title = link.titles[there === link.a ? 0 : 1] ?? there;
    return el(
      "div",
      { class: "link" },
      el("b", {}, title),
      el("p", {}, serverText(link.reason), ` · ${t("links.chance", { n: number(Math.round(link.score * 100)) })}`),
      this.acting && (this.asking === link.id
        ? this.why((reason) => this.say(here, [there], "los", reason))
        : el(
            "div",
            { class: "choices" },
            this.button(`samen ${link.id}`, t("links.join"), () => this.say(here, [there], "samen", link.reason)),
            this.button(`los ${link.id}`, t("links.other"), () => this.ask(link.id)),
          )),
    );
  }

  member(id, members, links, { source, discipline }) {
    const mine = links.filter((link) => (link.a === id || link.b === id) && link.together);
    const best = mine[0];
    const title = best ? best.titles[best.a === id ? 0 : 1] : null;
    const others = members.filter((other) => other !== id);
    return el(
      "div",
      { class: "link" },
      el("div", { class: "of" }, mark(discipline), el("b", {}, title ?? id), " ", tag(source ?? id)),
      best && el("p", {}, best.state === "samen" ? t("links.by_person", { who: best.actor ?? "" }) : serverText(best.reason)),
      this.acting && (this.asking === id
        ? this.why((reason) => this.say(id, others, "los", reason))
        : el("div", { class: "choices" }, this.button(`uit ${id}`, t("links.apart"), () => this.ask(id)))),
    );
  }

  // A reason is asked where two things are kept apart: the rule would else join them again and again.
  why(then) {
    return reasonForm({ label: t("links.why"), submit: t("links.apart"), then, cancel: () => this.ask(null) });
  }

  ask(id) {
    this.asking = id;
    this.failed = null;
    this.again();
    document.querySelector('.detail [data-act="reden"]')?.focus();
  }

  button(act, text, onclick) {
    return el("button", { type: "button", "data-act": act, onclick }, text);
  }

  async say(a, b, verdict, reason) {
    this.failed = null;
    this.asking = null;
    const answer = await call("/links", { a, b, verdict, reason });
    if (!answer.ok) this.failed = answer.text;
    this.again();
    if (this.failed) return;
    this.done();
    setTimeout(() => this.done(), SHOWN); // the answer may be a moment ahead of what is shown
  }
}

// Who said something of a member: its source and discipline, as the values tell.
function speaker(values, id) {
  for (const { said } of values) {
    const word = said.find((one) => one.member === id);
    if (word) return word;
  }
  return {};
}
