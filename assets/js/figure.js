// A figure of capacity by hand: what a supplier has of a resource, as somebody said by telephone.
import { resourceName, unitName } from "./aidwords.js";
import { call, myName } from "./api.js";
import { groupedSuppliers } from "./capacity.js";
import { el } from "./dom.js";
import { choice, field, nameField, numberOf, quantity, showFaults, text } from "./formparts.js";
import { number, when } from "./format.js";
import { grouped } from "./itemlines.js";
import { serverText } from "./language.js";
import { momentField, momentOf } from "./momentfield.js";
import { t } from "./texts.js";

const SHOWN = 1500; // ms after which what was said is in the picture
const NUMBERS = { total: "capacity.total", in_use: "capacity.in_use", minimum: "capacity.minimum", ready_minutes: "capacity.ready" };

export class FigureForm {
  constructor(id, { setup, capacity, close }) {
    Object.assign(this, { id, setup, capacity, close });
    const [supplier, resource] = id.split(/:(.*)/s);
    const known = capacity.find(id);
    this.supplier = choice([["", t("capacity.pick_supplier")], ...groupedSuppliers(setup)], supplier ?? "");
    this.resource = choice([["", t("form.pick_resource")], ...grouped(setup.resources)], resource ?? "", { onchange: () => this.follow() });
    this.unit = text(known?.unit ?? "", { maxlength: 40 });
    this.inputs = new Map(Object.keys(NUMBERS).map((name) => [name, quantity(known?.[name] ?? "")]));
    this.at = momentField(null, t("capacity.counted"));
    this.trouble = el("div", { class: "trouble", role: "alert" });
    this.said = el("p", { class: "notice done", role: "status", hidden: true });
    this.submit = el("button", { type: "submit", class: "primary" }, t("capacity.save"));
    this.current = el("div");
    if (!known) this.follow();
    this.element = this.form();
    this.tell(known);
    if (!known && resource && supplier) capacity.one(id).then((found) => found && this.fill(found));
  }

  form() {
    const box = (name, help, required = false) => field({ path: `properties.${name}`, label: t(NUMBERS[name]), help, input: this.inputs.get(name), required });
    return el(
      "form",
      {
        class: "request-view figure-view",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
      },
      el(
        "div",
        { class: "detail-head" },
        el("div", { class: "title-line" }, el("h2", {}, t("capacity.enter")), el("button", { type: "button", class: "close", "aria-label": t("detail.close"), title: t("detail.close"), onclick: () => this.close() }, "✕")),
        el("p", {}, t("capacity.enter_help")),
      ),
      el(
        "div",
        { class: "detail-main" },
        this.current,
        field({ path: "properties.supplier", label: t("aid.supplier"), input: this.supplier, required: true, wide: true }),
        field({ path: "properties.resource", label: t("aid.resource"), input: this.resource, required: true, wide: true }),
        el("div", { class: "field-row" }, box("total", t("capacity.total_help"), true), box("in_use", t("capacity.in_use_help"))),
        el("div", { class: "field-row" }, box("minimum", t("capacity.minimum_help")), box("ready_minutes", t("capacity.ready_help"))),
        el("div", { class: "field-row" }, field({ path: "properties.unit", label: t("form.unit"), input: this.unit }), field({ path: "observed_at", label: `${t("capacity.counted")} ${t("form.empty_is_now")}`, input: this.at })),
        el("div", { class: "field-row" }, nameField()),
        this.trouble,
        this.said,
        el("p", { class: "choices" }, this.submit),
      ),
    );
  }

  // What is known now stands on top, and in the fields to be altered.
  tell(known) {
    this.known = known;
    const total = typeof known?.total === "number" ? number(known.total) : t("detail.none");
    this.current.replaceChildren(known ? el("p", { class: "notice done" }, t("capacity.now", { free: number(known.free), total, unit: unitName(known.unit), who: known.actor ?? known.source, time: when(known.observed_at) })) : "");
  }

  fill(known) {
    this.tell(known);
    this.unit.value = known.unit;
    for (const [name, input] of this.inputs) input.value ||= String(known[name] ?? "").replace(".", ",");
  }

  focus() {
    const [first] = [this.supplier, this.resource].filter((one) => !one.value);
    (first ?? this.inputs.get("total")).focus();
  }

  follow() {
    this.unit.value = this.setup.resources.find(({ code }) => code === this.resource.value)?.unit ?? "";
  }

  body() {
    const resource = this.setup.resources.find(({ code }) => code === this.resource.value);
    // What was emptied is said to be unknown; what a source counted before gives way to what is said now.
    const numbers = [...this.inputs].map(([name, input]) => [name, numberOf(input)]).filter(([name, said]) => said !== null || typeof this.known?.[name] === "number");
    return {
      kind: "capacity",
      discipline: resource?.discipline ?? "overig",
      title: `${this.setup.suppliers[this.supplier.value] ?? ""}: ${resourceName(this.resource.value)}`,
      observed_at: momentOf(this.at),
      properties: { supplier: this.supplier.value, resource: this.resource.value, unit: this.unit.value.trim() || null, available: null, ...Object.fromEntries(numbers) },
    };
  }

  // Without a number there is no figure; the rest is told by the server.
  lacking({ supplier, resource }) {
    const found = {};
    if (!supplier) found["properties.supplier"] = t("capacity.no_supplier");
    if (!resource) found["properties.resource"] = t("capacity.no_resource");
    for (const [name, input] of this.inputs) if (typeof numberOf(input) === "string") found[`properties.${name}`] = t("capacity.no_number");
    if (numberOf(this.inputs.get("total")) === null) found["properties.total"] = t("capacity.no_total");
    return found;
  }

  async send() {
    this.said.hidden = true;
    const body = this.body();
    const lacking = this.lacking(body.properties);
    if (Object.keys(lacking).length) return this.wrong({ fields: lacking }, { server: false });
    this.submit.disabled = true;
    const answer = await call("/observations", body);
    this.submit.disabled = false;
    if (!answer.ok) return this.wrong(answer);
    showFaults(this.element, {});
    this.trouble.replaceChildren();
    this.said.textContent = t("capacity.saved", { supplier: this.setup.suppliers[this.supplier.value], n: number(body.properties.total), resource: resourceName(this.resource.value), who: myName() || t("capacity.desk") });
    this.said.hidden = false;
    this.capacity.looking.soon();
    const id = `${this.supplier.value}:${this.resource.value}`;
    setTimeout(async () => this.tell((await this.capacity.one(id)) ?? this.known), SHOWN);
  }

  wrong({ fields, text: why = "" }, how) {
    const loose = showFaults(this.element, fields, how);
    const placed = Object.keys(fields).length > loose.length;
    this.trouble.replaceChildren(el("p", { class: "notice" }, placed && !loose.length ? t("form.some_wrong") : serverText(loose.length ? loose.join(" ") : why)));
  }
}
