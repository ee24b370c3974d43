// The form of one step: only what that step asks, each fault at its field.
import { local, resourceName, unitName } from "./aidwords.js";
import { el } from "./dom.js";
import { choice, field, long, nameField, numberOf, quantity, showFaults, suggested, text } from "./formparts.js";
import { inputOf, valueOf } from "./formfields.js";
import { serverText } from "./language.js";
import { momentField, momentOf } from "./momentfield.js";
import { t } from "./texts.js";

// What a step may say besides what it must: the parts of its form, in this order.
const PARTS = {
  melden: ["reason"],
  aanvullen: ["needed_by", "urgent", "items", "fields", "reason"],
  ondertekenen: ["signature"],
  doorsturen: ["supplier", "reason"],
  uitzetten: ["supplier", "reason"],
  toezeggen: ["supplier", "items", "arrives_at", "until", "reason"],
  intrekken_toezegging: ["supplier", "items", "reason"],
  alarmeren: ["supplier", "reason"],
  vertrekken: ["supplier", "items", "reason"],
  aankomen: ["supplier", "items", "reason"],
  aflossen: ["supplier", "until", "reason"],
  verlengen: ["until", "reason"],
  afschalen: ["supplier", "items", "reason"],
  nafase: ["settlement", "reason"],
  sluiten: ["settlement", "reason"],
};
const EVERY = ["reason"];
const label = { reason: "aid.reason", until: "aid.until_when", arrives_at: "aid.arrives_at", settlement: "aid.settlement", needed_by: "aid.needed_by" };

export class StepForm {
  constructor(more) {
    Object.assign(this, more, { version: more.view.version, controls: new Map(), lines: [] });
    this.trouble = el("div", { class: "trouble", role: "alert" });
    this.submit = el("button", { type: "submit", class: "primary" }, this.title);
    const parts = [...(PARTS[this.step] ?? EVERY)];
    this.element = el(
      "form",
      {
        class: "step-form",
        novalidate: true,
        "aria-label": this.title,
        onsubmit: (event) => {
          event.preventDefault();
          this.go();
        },
        onkeydown: (event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          this.cancel();
        },
      },
      el("h4", {}, this.title),
      parts.map((part) => this.part(part)),
      this.circumstances(),
      this.trouble,
      el("div", { class: "choices" }, this.submit, el("button", { type: "button", class: "plain", onclick: () => this.cancel() }, t("links.cancel"))),
    );
  }

  focus() {
    this.element.querySelector("input, select, textarea")?.focus();
  }

  must = (name) => (this.view.needs?.[this.step] ?? []).includes(name);

  keep(name, input, read) {
    this.controls.set(name, () => read(input));
    return input;
  }

  part(name) {
    if (name === "supplier") return this.supplier();
    if (name === "items") return this.items();
    if (name === "signature") return this.signature();
    if (name === "fields") return this.fields();
    if (name === "urgent") return this.urgent();
    const moment = name === "until" || name === "arrives_at" || name === "needed_by";
    const old = name === "needed_by" ? this.view.needed_by : name === "settlement" ? this.view.settlement : (this.given[name] ?? null);
    const input = moment ? momentField(old, t(label[name])) : long(old ?? "");
    this.keep(name, input, moment ? momentOf : (area) => area.value.trim() || null);
    const help = this.step === "sluiten" && name === "reason" && this.must(name) && t("aid.close_unsigned");
    return field({ path: name, label: t(label[name]), help, input, required: this.must(name), wide: !moment });
  }

  supplier() {
    const promised = this.view.promises.filter((row) => row.counted).map((row) => row.supplier);
    const names = this.facts.moves && this.facts.moves !== "promised" ? promised : [...promised, ...Object.values(this.setup.suppliers)];
    const value = this.given.supplier ?? (this.step === "toezeggen" ? (this.kind?.supplier ?? "") : "");
    const input = suggested([...new Set(names.filter(Boolean))], value);
    this.keep("supplier", input, (box) => box.querySelector("input").value.trim() || null);
    return field({ path: "supplier", label: t(this.step === "doorsturen" || this.step === "uitzetten" ? "aid.to_whom" : "aid.supplier"), input, required: this.must("supplier") });
  }

  // A line an item, with how many there can be; what is left empty is not said.
  items() {
    const rows = this.view.items.map((item) => {
      const room = { promised: item.outstanding, departed: item.promised - item.departed, arrived: item.promised - item.arrived, withdrawn: item.promised - item.departed }[this.facts.moves];
      const start = this.given.items ? this.given.items[item.id] : this.step === "aanvullen" || this.facts.moves === "withdrawn" ? null : room > 0 ? room : null;
      const input = quantity(this.step === "aanvullen" ? item.requested : (start ?? ""));
      this.lines.push({ id: item.id, input, old: this.step === "aanvullen" ? item.requested : null });
      const hint = room === undefined ? unitName(item.unit) : t("aid.at_most", { n: String(room).replace(".", ","), unit: unitName(item.unit, room) });
      return field({ path: `line.${item.id}`, label: resourceName(item.resource), help: hint, input });
    });
    return el("fieldset", { class: "field-row field", "data-path": "items" }, el("legend", {}, t("aid.how_many"), this.must("items") && el("span", { class: "must" }, ` ${t("form.required")}`)), rows, el("p", { class: "wrong", hidden: true }));
  }

  signature() {
    const { view, kind } = this;
    const name = text(view.requester.name ?? "");
    const role = suggested(kind?.signature?.by ?? [], view.requester.role ?? "");
    const at = momentField(null, t("aid.signed_at"));
    this.controls.set("signature", () => ({ name: name.value.trim(), role: role.querySelector("input").value.trim(), at: momentOf(at) }));
    return [
      kind?.signature?.text && el("p", { class: "help" }, kind.signature.text),
      field({ path: "signature.name", label: t("form.signed_by"), input: name, required: true }),
      field({ path: "signature.role", label: t("form.role"), input: role, required: true }),
      field({ path: "signature.at", label: `${t("aid.signed_at")} ${t("form.empty_is_now")}`, input: at }),
    ];
  }

  urgent() {
    const input = choice([["", t("form.unchanged")], ["ja", t("detail.yes")], ["nee", t("detail.no")]]);
    this.keep("urgent", input, ({ value }) => (value ? value === "ja" : null));
    return field({ path: "urgent", label: t("form.urgent"), input });
  }

  // Only answers that were changed are sent.
  fields() {
    const known = this.kind?.fields ?? [];
    const inputs = known.map((one) => [one, inputOf(one, this.view.fields[one.name] ?? "")]);
    const before = new Map(inputs.map(([one, input]) => [one.name, JSON.stringify(valueOf(one, input))]));
    this.controls.set("fields", () => {
      const changed = inputs.map(([one, input]) => [one.name, valueOf(one, input)]).filter(([name, said]) => JSON.stringify(said) !== before.get(name));
      return changed.length ? Object.fromEntries(changed) : null;
    });
    const list = inputs.map(([one, input]) => field({ path: `fields.${one.name}`, label: local(one, "label"), help: local(one, "help"), input, wide: one.type === "long" }));
    return list.length ? el("details", { class: "more" }, el("summary", {}, t("aid.answers")), list) : null;
  }

  // In which role, by which way and when: what is usual needs no word.
  circumstances() {
    const roles = this.facts.by;
    const usual = this.kind?.route?.find((act) => act.step === this.step && roles.includes(act.actor))?.actor ?? roles[0];
    const role = choice(roles.map((name) => [name, name]), usual);
    const way = choice(this.setup.ways.map((name) => [name, name]), this.setup.ways[0]);
    const at = momentField(null, t("aid.at"));
    this.keep("role", role, ({ value }) => value);
    this.keep("way", way, ({ value }) => value);
    this.keep("at", at, momentOf);
    return el(
      "div",
      { class: "field-row" },
      field({ path: "role", label: t("aid.role"), input: role }),
      field({ path: "way", label: t("aid.way"), input: way }),
      field({ path: "at", label: `${t("aid.at")} ${t("form.empty_is_now")}`, input: at }),
      nameField(),
    );
  }

  body() {
    const body = { step: this.step, version: this.version };
    for (const [name, read] of this.controls) {
      const said = read();
      if (said !== null) body[name] = said;
    }
    this.sent = this.lines.filter(({ input, old }) => numberOf(input) !== null && numberOf(input) !== old);
    if (this.sent.length) body.items = this.sent.map(({ id, input }) => ({ id, quantity: numberOf(input) }));
    return body;
  }

  async go() {
    const body = this.body();
    this.submit.disabled = true;
    const answer = await this.send(body);
    this.submit.disabled = false;
    if (answer.ok) return this.done(answer.body);
    if (answer.status === 409 && answer.body.request) return this.refused(answer);
    const loose = showFaults(this.element, this.placed(answer.fields));
    const known = Object.keys(answer.fields).length > loose.length;
    this.tell(known && !loose.length ? t("form.some_wrong") : serverText(loose.length ? loose.join(" ") : answer.text));
  }

  // `items.0.quantity` is the first line that was sent, which need not be the first on the form.
  placed(faults) {
    const path = (name) => name.replace(/^items\.(\d+)(\..*)?$/, (whole, index) => (this.sent[index] ? `line.${this.sent[index].id}` : whole));
    return Object.fromEntries(Object.entries(faults).map(([name, wrong]) => [path(name), wrong]));
  }

  refused({ body, text: why }) {
    this.tell(serverText(why));
    this.stale(body.request);
  }

  // The request changed while this form was open: say what changed, keep what was typed.
  moved(view, changes) {
    Object.assign(this, { view, version: view.version });
    const list = changes.length && el("ul", {}, changes.map((line) => el("li", {}, serverText(line))));
    this.trouble.append(el("div", { class: "notice" }, el("b", {}, t("aid.changed_meanwhile")), list || ""));
    while (this.trouble.children.length > 3) this.trouble.firstChild.remove();
  }

  tell(words) {
    this.trouble.replaceChildren(el("p", { class: "notice" }, words));
  }
}
