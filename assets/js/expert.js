// An entry of the register of experts: added or altered, whole; by pseudonym only.
import { call } from "./api.js";
import { dayField, dayOf } from "./dayfield.js";
import { el } from "./dom.js";
import { field, nameField, showFaults, text } from "./formparts.js";
import { serverText } from "./language.js";
import { RowList } from "./rowlist.js";
import { t } from "./texts.js";

const written = (name, label) => ({ name, label, make: (value) => text(value ?? "", { maxlength: 200 }), read: (input) => input.value.trim() || null });
const dated = (name, label) => ({ name, label, make: (value) => dayField(value), read: dayOf, narrow: true });

export class ExpertForm {
  constructor(pseudonym, { experts, open, close }) {
    Object.assign(this, { pseudonym, experts, open, close, version: 0 });
    this.element = el("form", {
      class: "request-view expert-view",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        this.send();
      },
    });
    this.build(experts.find(pseudonym));
    if (pseudonym && !experts.find(pseudonym)) this.ready = experts.one(pseudonym).then((entry) => entry && this.build(entry));
  }

  build(entry) {
    this.version = entry?.version ?? 0;
    this.name = text(entry?.pseudonym ?? this.pseudonym, { maxlength: 16, readonly: Boolean(entry) });
    this.resource = text(entry?.resource ?? "");
    this.from = dayField(entry?.available_from);
    this.until = dayField(entry?.available_until);
    const list = (path, legend, columns, add, remove, rows) => new RowList({ path, legend, columns, add, remove, rows });
    this.expertise = list("expertise", t("experts.expertise"), [{ ...written("what", t("experts.expertise_one")), required: true }], t("experts.add_expertise"), t("experts.drop_expertise"), (entry?.expertise ?? []).map((what) => ({ what })));
    this.training = list("training", t("experts.training"), [written("course", t("experts.course")), dated("until", t("experts.valid_until"))], t("experts.add_training"), t("experts.drop_training"), entry?.training ?? []);
    this.deployments = list("deployments", t("experts.deployments"), [written("what", t("experts.where")), dated("from", t("plan.from")), dated("until", t("plan.until"))], t("experts.add_deployment"), t("experts.drop_deployment"), entry?.deployments ?? []);
    this.trouble = el("div", { class: "trouble", role: "alert" });
    this.said = el("p", { class: "notice done", role: "status", hidden: true });
    this.submit = el("button", { type: "submit", class: "primary" }, t("plan.save"));
    const closing = el("button", { type: "button", class: "close", "aria-label": t("detail.close"), title: t("detail.close"), onclick: () => this.close() }, "✕");
    this.element.replaceChildren(
      el("div", { class: "detail-head" }, el("div", { class: "title-line" }, el("h2", {}, entry ? entry.pseudonym : t("experts.enter")), closing), el("p", {}, t("experts.only_pseudonyms"))),
      el(
        "div",
        { class: "detail-main" },
        el("div", { class: "field-row" }, field({ path: "pseudonym", label: t("experts.pseudonym"), help: t("experts.pseudonym_help"), input: this.name, required: true }), field({ path: "resource", label: t("experts.resource"), help: t("experts.resource_help"), input: this.resource, required: true })),
        el("div", { class: "field-row" }, field({ path: "available_from", label: t("experts.from"), input: this.from }), field({ path: "available_until", label: t("experts.until"), input: this.until })),
        this.expertise.element,
        this.training.element,
        this.deployments.element,
        el("div", { class: "field-row" }, nameField()),
        this.trouble,
        this.said,
        el("p", { class: "choices" }, this.submit),
      ),
    );
    this.welcome(entry);
  }

  // What was just added says so in the view that it opens in.
  welcome(entry) {
    if (!entry || this.experts.fresh !== entry.pseudonym) return;
    this.experts.fresh = null;
    this.done(entry.pseudonym);
  }

  done(name) {
    this.said.textContent = t("experts.saved", { name });
    this.said.hidden = false;
  }

  focus() {
    (this.name.readOnly ? this.resource : this.name).focus();
  }

  body() {
    return {
      resource: this.resource.value.trim(),
      available_from: dayOf(this.from),
      available_until: dayOf(this.until),
      expertise: this.expertise.read().map(({ what }) => what),
      training: this.training.read(),
      deployments: this.deployments.read(),
      version: this.version,
    };
  }

  async send() {
    const name = this.name.value.trim();
    this.said.hidden = true;
    if (!name) return this.wrong({ fields: { pseudonym: t("experts.no_pseudonym") } }, { server: false });
    this.submit.disabled = true;
    const answer = await call(`/experts/${encodeURIComponent(name)}`, this.body(), { method: "PUT" });
    this.submit.disabled = false;
    if (answer.status === 409 && answer.body.expert) return this.stale(answer);
    if (!answer.ok) return this.wrong(answer);
    this.experts.remember([answer.body]);
    this.experts.looking.soon();
    if (!this.name.readOnly) {
      this.build(null);
      this.experts.fresh = answer.body.pseudonym;
      return this.open("deskundige", answer.body.pseudonym);
    }
    this.build(answer.body);
    this.done(name);
    this.submit.focus();
  }

  // Somebody else altered it: what stands there now is told, what was typed stays, and may be sent again.
  stale({ text: why, body: { expert } }) {
    this.version = expert.version;
    this.experts.remember([expert]);
    const facts = [expert.resource, expert.expertise.join(", "), [expert.available_from, expert.available_until].filter(Boolean).join(" – "), expert.training.map(({ course }) => course).join(", "), expert.deployments.map(({ what }) => what).join(", ")];
    this.trouble.replaceChildren(el("div", { class: "notice" }, el("b", {}, serverText(why)), " ", t("plan.changed_meanwhile"), el("ul", {}, facts.filter(Boolean).map((fact) => el("li", {}, fact)))));
  }

  wrong({ fields, text: why = "" }, how) {
    const loose = showFaults(this.element, fields, how);
    const placed = Object.keys(fields).length > loose.length;
    this.trouble.replaceChildren(el("p", { class: "notice" }, placed && !loose.length ? t("form.some_wrong") : serverText(loose.length ? loose.join(" ") : why)));
  }
}
