// A new request: the kind first, because its law says who may ask, what is asked and where it goes. Where
// each gemeente files its own, one form makes a request for each of them, in one operation.
import { call } from "./api.js";
import { kindTitle, local } from "./aidwords.js";
import { el } from "./dom.js";
import { inputOf, valueOf } from "./formfields.js";
import { check, choice, field, nameField, showFaults, suggested, text } from "./formparts.js";
import { importer } from "./importer.js";
import { ItemLines } from "./itemlines.js";
import { kindPanel } from "./kindpanel.js";
import { serverText } from "./language.js";
import { momentField, momentOf } from "./momentfield.js";
import { Places } from "./places.js";
import { t } from "./texts.js";

export class NewRequest {
  constructor({ requests, setup, open, close, contacts }) {
    Object.assign(this, { requests, setup, open, close, contacts, kind: null, filed: new Map(), operation: null });
    this.answers = new Map();
    this.trouble = el("div", { class: "trouble", role: "alert" });
    this.about = el("aside", { class: "detail-aside", "aria-label": t("form.about_kind") });
    this.rest = el("div", { class: "form-rest", hidden: true });
    this.bring = importer({ requests, open });
    this.element = el(
      "form",
      {
        class: "request-view new-request",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
      },
      el("div", { class: "detail-head" }, el("div", { class: "title-line" }, el("h2", {}, t("form.title")), this.closer())),
      el("div", { class: "detail-columns" }, el("div", { class: "detail-main" }, this.first(), this.bring, this.rest), this.about),
    );
    requests.on(() => this.kindPick.options.length < 2 && this.fillKinds());
  }

  closer() {
    return el("button", { type: "button", class: "close", "aria-label": t("detail.close"), title: t("detail.close"), onclick: () => this.close() }, "✕");
  }

  first() {
    this.kindPick = choice([["", t("form.pick_kind")]]);
    this.kindPick.addEventListener("change", () => this.pick(this.kindPick.value));
    this.fillKinds();
    return field({ path: "kind", label: t("form.kind"), input: this.kindPick, required: true, wide: true });
  }

  // What is archived is not offered; what does not go through the LOCC is, to say where it goes.
  fillKinds() {
    const current = [...this.requests.kinds.values()].filter((kind) => !kind.archived);
    const group = (label, kinds) => el("optgroup", { label }, kinds.map((kind) => el("option", { value: kind.code }, kindTitle(this.requests.kinds, kind.code))));
    const here = current.filter((kind) => !kind.referral);
    const elsewhere = current.filter((kind) => kind.referral);
    if (!current.length) return;
    this.kindPick.append(group(t("form.kinds_here"), here), group(t("form.kinds_elsewhere"), elsewhere));
  }

  focus() {
    (this.rest.hidden ? this.kindPick : this.rest.querySelector("input, select, textarea"))?.focus();
  }

  // Joins what is filed next to an operation that is there already, with what its plan wants to ask.
  join(operation, items = []) {
    this.operation = operation;
    if (this.lines) this.lines.begin(items);
    else this.wanted = items;
    if (this.exercise && operation) this.exercise.firstChild.checked = operation.exercise;
    if (this.operationField) this.operationField.hidden = Boolean(operation);
    this.joined?.replaceChildren(operation ? el("p", { class: "notice done" }, t("form.in_operation", { title: operation.title ?? operation.id })) : "");
  }

  pick(code) {
    this.kind = this.requests.kinds.get(code) ?? null;
    this.about.replaceChildren(...(this.kind ? kindPanel(this.kind, this.contacts) : []));
    this.rest.hidden = !this.kind || Boolean(this.kind.referral);
    this.bring.hidden = Boolean(this.kind);
    this.trouble.replaceChildren();
    if (this.rest.hidden) return;
    if (!this.rest.firstChild) this.build();
    this.rolePick.querySelector("datalist").replaceChildren(...this.kind.requesters.map((role) => el("option", { value: role })));
    this.places.setKind(this.kind);
    this.ask();
    this.showPlaces();
  }

  build() {
    this.title = text("", { maxlength: 200 });
    this.organisation = text("");
    this.rolePick = suggested([]);
    this.person = text("");
    this.urgent = check(t("form.urgent"));
    this.phone = check(t("form.by_phone"));
    this.exercise = check(t("form.exercise"), this.operation?.exercise ?? this.setup.exercise);
    this.at = momentField(null, t("form.reported"));
    this.needed = momentField(null, t("aid.needed_by"));
    this.places = new Places({ setup: this.setup, changed: () => this.showPlaces() });
    this.lines = new ItemLines({ setup: this.setup });
    this.lines.begin(this.wanted ?? []);
    this.wanted = null;
    this.questions = el("div", { class: "questions" });
    this.operationTitle = text("");
    this.joined = el("div");
    this.operationField = field({ path: "operation_title", label: t("form.operation_title"), help: t("form.operation_help"), input: this.operationTitle, wide: true });
    this.submit = el("button", { type: "submit", class: "primary" }, t("form.send"));
    this.rest.replaceChildren(
      el("p", { class: "choices checks-line" }, this.urgent, this.phone, this.exercise),
      field({ path: "title", label: t("form.what"), help: t("form.what_help"), input: this.title, required: true, wide: true }),
      this.group("form.requester", "requester",
        field({ path: "requester.organisation", label: t("form.organisation"), input: this.organisation, required: true }),
        field({ path: "requester.role", label: t("form.role"), input: this.rolePick, required: true }),
        field({ path: "requester.name", label: t("form.person"), input: this.person })),
      this.places.element,
      this.group("form.when", null,
        field({ path: "needed_by", label: t("aid.needed_by"), help: t("form.needed_help"), input: this.needed }),
        field({ path: "at", label: `${t("form.reported")} ${t("form.empty_is_now")}`, help: t("form.reported_help"), input: this.at })),
      this.lines.element,
      this.questions,
      this.places.signatures,
      this.joined,
      this.operationField,
      el("div", { class: "field-row" }, nameField()),
      this.trouble,
      el("p", { class: "choices" }, this.submit),
    );
    this.join(this.operation);
  }

  group(key, path, ...fields) {
    return el("fieldset", { class: path ? "group field" : "group", "data-path": path }, el("legend", {}, t(key)), el("div", { class: "field-row" }, fields), path && el("p", { class: "wrong", hidden: true }));
  }

  // The questions of this kind; what was answered to one of the same name stays.
  ask() {
    for (const [name, [one, input]] of this.asked ?? []) this.answers.set(name, valueOf(one, input) ?? "");
    this.asked = new Map(this.kind.fields.map((one) => [one.name, [one, inputOf(one, this.answers.get(one.name) ?? "")]]));
    const row = ([one, input]) => field({ path: `fields.${one.name}`, label: local(one, "label"), help: local(one, "help"), required: one.required, input, wide: one.type === "long" });
    const must = [...this.asked.values()].filter(([one]) => one.required);
    const may = [...this.asked.values()].filter(([one]) => !one.required);
    const more = el("details", { class: "more", open: may.some(([one]) => this.answers.get(one.name)) }, el("summary", {}, t("form.more_questions", { n: may.length })), may.map(row));
    this.questions.replaceChildren(...must.map(row), may.length ? more : "");
  }

  // With two gemeenten or more each line has a quantity for each of them.
  showPlaces() {
    const gemeenten = this.places.gemeenten();
    this.lines.split(gemeenten.map((code) => [code, this.setup.gemeenten[code]]));
    this.operationField.classList.toggle("pressing", gemeenten.length > 1);
    this.submit.textContent = gemeenten.length > 1 ? t("form.send_n", { n: gemeenten.length }) : t("form.send");
  }

  body(gemeente, gemeenten) {
    const fields = Object.fromEntries([...this.asked].map(([name, [one, input]]) => [name, valueOf(one, input)]).filter(([, said]) => said !== null));
    const name = gemeenten.length > 1 ? ` (${this.setup.gemeenten[gemeente]})` : "";
    return {
      kind: this.kind.code,
      title: this.title.value.trim() ? this.title.value.trim() + name : "",
      operation: this.operation?.id ?? null,
      operation_title: this.operationTitle.value.trim() || null,
      operation_gemeenten: gemeenten.length > 1 ? gemeenten : null,
      requester: { organisation: this.organisation.value.trim(), role: this.rolePick.querySelector("input").value.trim(), name: this.person.value.trim() || null },
      region: this.places.region(),
      gemeente,
      geometry: null,
      urgent: this.urgent.firstChild.checked,
      by_phone: this.phone.firstChild.checked,
      exercise: this.exercise.firstChild.checked,
      at: momentOf(this.at),
      needed_by: momentOf(this.needed),
      items: this.lines.items(gemeente),
      fields,
      signatures: this.places.signed(gemeente),
    };
  }

  // One request for each gemeente that has none yet; the first one opens the operation.
  async send() {
    if (!this.kind || this.kind.referral) return this.kindPick.focus();
    const gemeenten = this.places.gemeenten();
    const asked = (gemeenten.length ? gemeenten : [null]).filter((code) => !this.filed.has(code));
    this.submit.disabled = true;
    for (const code of asked) {
      const answer = await call("/requests", this.body(code, gemeenten));
      if (!answer.ok) {
        this.submit.disabled = false;
        return this.wrong(answer, code, gemeenten);
      }
      this.filed.set(code, answer.body);
      this.operation ??= { id: answer.body.operation, title: this.operationTitle.value.trim() || null, exercise: answer.body.exercise };
      this.requests.take(answer.body);
    }
    this.submit.disabled = false;
    const made = [...this.filed.values()];
    this.clear();
    if (made.length > 1) this.open("operatie", made[0].operation);
    else this.open("verzoek", made[0].id);
  }

  wrong(answer, code, gemeenten) {
    const faults = Object.fromEntries(Object.entries(answer.fields).map(([path, wrong]) => [this.lines.placed(this.places.placed(path, code), code), wrong]));
    const loose = showFaults(this.element, faults);
    const details = [...this.questions.querySelectorAll("details")].find((one) => one.querySelector(".wrong:not([hidden])"));
    if (details) details.open = true;
    const done = [...this.filed.keys()].map((one) => this.setup.gemeenten[one]).filter(Boolean);
    const words = [
      gemeenten.length > 1 && code && t("form.wrong_for", { gemeente: this.setup.gemeenten[code] }),
      Object.keys(faults).length > loose.length && !loose.length ? t("form.some_wrong") : serverText(loose.length ? loose.join(" ") : answer.text),
      done.length && t("form.filed_already", { gemeenten: done.join(", ") }),
    ];
    this.trouble.replaceChildren(el("p", { class: "notice" }, words.filter(Boolean).map((word, index) => [index ? " " : "", word])));
    if (!this.element.contains(document.activeElement)) this.submit.focus();
  }

  clear() {
    this.filed.clear();
    this.answers.clear();
    this.asked = null;
    this.operation = null;
    this.lines = null;
    this.exercise = null;
    this.rest.replaceChildren();
    this.rest.hidden = true;
    this.about.replaceChildren();
    this.kindPick.value = "";
    this.bring.hidden = false;
    this.trouble.replaceChildren();
  }
}
