// Advice for an operation: three ways to divide what is still needed, side by side. It assigns nothing: who
// takes one over gets the promises that it would mean, to change, confirm or leave.
import { Accept } from "./accept.js";
import { call } from "./api.js";
import { needed, resourceName } from "./aidwords.js";
import { el } from "./dom.js";
import { capital, number, remaining, when } from "./format.js";
import { serverText } from "./language.js";
import { moment, tag } from "./parts.js";
import { t, word } from "./texts.js";

export class Advice {
  constructor({ id, requests, setup }) {
    Object.assign(this, { id, requests, setup, answer: null, wrong: null, sign: null });
    this.button = el("button", { type: "button", class: "primary", "data-act": "advies", onclick: () => this.ask() }, t("advice.ask"));
    this.note = el("p", { class: "panel-what", role: "status" });
    this.place = el("div", { class: "advice-place" });
    this.accept = el("div", { class: "accept-place" });
    this.element = el("section", { class: "advice", "aria-label": t("advice.title") }, el("div", { class: "advice-head" }, el("h3", {}, t("advice.title")), this.button), this.note, this.place, this.accept);
    this.element.hidden = true;
  }

  update(row) {
    const short = row.requests.some((view) => needed(view).length);
    this.element.hidden = !short && !this.answer && !this.accept.firstChild;
    this.button.hidden = !short;
    const sign = JSON.stringify(row.items);
    if (this.answer && this.sign && sign !== this.sign) this.note.textContent = t("advice.changed", { time: when(this.answer.at) });
    this.now = sign;
  }

  async ask() {
    this.button.disabled = true;
    this.note.textContent = t("advice.busy");
    const answer = await call(`/advice?operation=${encodeURIComponent(this.id)}`);
    this.button.disabled = false;
    this.wrong = answer.ok ? null : answer.text;
    this.answer = answer.ok ? answer.body : null;
    this.sign = this.now;
    this.accept.replaceChildren();
    this.draw();
  }

  draw() {
    if (this.wrong) {
      this.note.textContent = "";
      return this.place.replaceChildren(el("p", { class: "notice", role: "alert" }, serverText(this.wrong)));
    }
    const { at, text, travel, proposals } = this.answer;
    this.note.replaceChildren(`${t("advice.at", { time: when(at) })} `, ...[serverText(`${text} ${travel}`)].flat());
    this.button.textContent = t("advice.again");
    this.place.replaceChildren(el("div", { class: "proposals-row" }, proposals.map((proposal) => this.proposal(proposal))));
  }

  proposal(proposal) {
    const { choices, shortfall, not_chosen: left } = proposal;
    const facts = [
      t(proposal.suppliers === 1 ? "advice.supplier_1" : "advice.suppliers", { n: proposal.suppliers }),
      proposal.last_arrival && t("advice.last", { time: when(proposal.last_arrival) }),
      proposal.largest_share > 0 && t("advice.share", { n: number(Math.round(proposal.largest_share * 100)) }),
    ];
    const title = capital(word("aim", proposal.name));
    return el(
      "section",
      { class: "proposal-card", "aria-label": title },
      el("h4", {}, title),
      el("p", {}, facts.filter(Boolean).join(" · ")),
      el("p", { class: `sure sure-${proposal.confidence}` }, el("b", {}, t("advice.confidence", { level: word("level", proposal.confidence) })), " ", serverText(proposal.confidence_reason), !proposal.optimal && tag(t("advice.not_proven"))),
      choices.length ? el("ol", { class: "choices-list" }, choices.map((choice) => this.choice(choice))) : el("p", { class: "quiet" }, t("advice.nobody")),
      shortfall.map((row) => this.short(row)),
      choices.length > 0 && el("button", { type: "button", class: "plain", "data-act": `neem ${proposal.name}`, "aria-label": `${t("advice.take")}: ${title}`, onclick: () => this.take(proposal, title) }, t("advice.take")),
      left.length > 0 && this.left(left),
    );
  }

  title = (id) => this.requests.views.get(id)?.title ?? id;

  choice(choice) {
    const { instead_of: instead } = choice;
    return el(
      "li",
      {},
      el("div", { class: "choice-line" }, el("b", {}, `${number(choice.quantity)} ${resourceName(choice.resource)}`), choice.arrives_at ? moment(choice.arrives_at) : el("span", {}, t("advice.no_arrival"))),
      el("div", {}, this.supplier(choice), choice.late && tag(t("advice.later")), instead && tag(t("advice.instead", { resource: resourceName(instead) }))),
      el("p", { class: "keeps" }, this.keeps(choice)),
      el("small", {}, serverText(choice.reason)),
      el("small", {}, [t("advice.for", { title: this.title(choice.request) }), t("advice.figure", { age: remaining(choice.figure_age_s * 1000) })].join(" · ")),
    );
  }

  // What stays behind, in one glance; the reason below says it in full.
  keeps({ remaining: { after, available, minimum } }) {
    const least = typeof minimum === "number" ? t("advice.minimum", { n: number(minimum) }) : t("advice.no_minimum");
    return `${t("advice.keeps", { after: number(after), of: number(available) })} (${least})`;
  }

  supplier = ({ supplier, name }) => this.setup.suppliers[supplier] ?? name;

  short(row) {
    const soon = row.soonest ? ` ${t("advice.soonest", { time: when(row.soonest) })}` : "";
    return el("p", { class: "short" }, el("b", {}, t("advice.short", { n: number(row.quantity), resource: resourceName(row.resource) })), " ", serverText(row.reason), soon);
  }

  left(rows) {
    return el(
      "details",
      { class: "more" },
      el("summary", {}, t("advice.not_chosen", { n: rows.length })),
      el("ul", { class: "plain-list" }, rows.map((row) => el("li", {}, el("b", {}, this.supplier(row)), ` ${resourceName(row.resource)}: `, serverText(row.text)))),
    );
  }

  take(proposal, title) {
    const accept = new Accept({
      proposal,
      title,
      requests: this.requests,
      played: this.setup.exercise,
      supplier: (choice) => this.supplier(choice),
      name: (id) => this.title(id),
      cancel: () => {
        this.accept.replaceChildren();
        this.place.querySelector(`[data-act="${CSS.escape(`neem ${proposal.name}`)}"]`)?.focus();
      },
    });
    this.accept.replaceChildren(accept.element);
    accept.focus();
  }
}
