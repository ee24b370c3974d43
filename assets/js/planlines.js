// What an operation plans to need, from when until when, and how much of it is asked already.
import { resourceName, unitName } from "./aidwords.js";
import { dayTimeField, dayTimeOf } from "./dayfield.js";
import { Editor } from "./editor.js";
import { el } from "./dom.js";
import { choice, numberOf, quantity, text } from "./formparts.js";
import { number, when } from "./format.js";
import { grouped } from "./itemlines.js";
import { itemTable } from "./itemtable.js";
import { Part } from "./part.js";
import { RowList } from "./rowlist.js";
import { t } from "./texts.js";

export class PlanLines {
  constructor({ save, setup, ask }) {
    Object.assign(this, { save, setup, ask, editor: null });
    this.part = new Part(el("div"), ({ plan, items }) => [plan?.plan, items], (row) => this.draw(row));
    this.place = el("div");
    this.element = el("section", { class: "planned", "aria-label": t("plan.lines") }, this.part.element, this.place);
  }

  update(row, plan) {
    Object.assign(this, { row, plan });
    this.part.update(row);
    this.editor?.moved(plan);
  }

  draw({ plan, items }) {
    const lines = plan?.plan ?? [];
    const act = t(lines.length ? "plan.change" : "plan.fill_in");
    const change = el("button", { type: "button", class: "small", "data-act": "wijzig", "aria-label": t("plan.change_of", { act, what: t("plan.lines") }), onclick: () => this.begin() }, act);
    const head = el("div", { class: "card-head" }, el("h3", {}, t("plan.lines")), change);
    if (!lines.length) return [head, el("p", { class: "quiet" }, t("plan.no_lines"))];
    const columns = ["aid.resource", "form.quantity", "plan.from", "plan.until", "plan.asked_already"];
    return [
      head,
      itemTable(columns, asked(lines, items).map((line) => this.line(line)), "items planned-items"),
    ];
  }

  line({ resource, quantity: count, unit, from, until, note, taken }) {
    const left = count - taken;
    const ask = left > 0 && el("button", { type: "button", class: "small", "data-act": `vraag ${resource} ${from ?? ""}`, "aria-label": t("plan.ask_for", { resource: resourceName(resource) }), onclick: () => this.ask([{ resource, quantity: left, unit, task: note }]) }, t("plan.ask"));
    return el(
      "tr",
      { class: left > 0 ? "" : "done" },
      el("th", { scope: "row" }, resourceName(resource), note && el("small", {}, note)),
      el("td", {}, number(count), " ", el("small", {}, unitName(unit, count))),
      el("td", {}, from ? when(from) : "–"),
      el("td", {}, until ? when(until) : "–"),
      el("td", {}, left > 0 ? t("plan.taken", { n: number(taken), of: number(count) }) : "✓ ", left > 0 ? " " : number(taken), ask),
    );
  }

  begin() {
    const lines = lineList(this.setup, this.plan.plan);
    this.editor = new Editor({
      title: t("plan.change_of", { act: t("plan.change"), what: t("plan.lines") }),
      plan: this.plan,
      about: ({ plan }) => plan,
      said: ({ plan }) => plan.map(({ resource, quantity: count, unit, from, until }) => [`${number(count)} ${unitName(unit, count)} ${resourceName(resource)}`, from && when(from), until && t("aid.until", { time: when(until) })].filter(Boolean).join(" · ")),
      fields: lines.element,
      body: () => ({ plan: lines.read() }),
      send: this.save,
      done: () => this.end(),
      cancel: () => this.end(),
    });
    this.place.replaceChildren(this.editor.element);
    this.part.element.hidden = true;
    this.editor.focus();
  }

  end() {
    this.editor = null;
    this.place.replaceChildren();
    this.part.element.hidden = false;
    this.part.element.querySelector("button").focus();
  }
}

// What open requests ask already is taken off the lines, one after the other, as the server does for the load.
function asked(lines, items) {
  const left = new Map(items.map((item) => [`${item.resource} ${item.unit}`, item.requested]));
  return lines.map((line) => {
    const key = `${line.resource} ${line.unit}`;
    const taken = Math.min(line.quantity, left.get(key) ?? 0);
    left.set(key, (left.get(key) ?? 0) - taken);
    return { ...line, taken };
  });
}

// The rows in which a plan is written; the unit follows the resource.
export function lineList(setup, rows = []) {
  const units = new Map(setup.resources.map(({ code, unit }) => [code, unit]));
  const written = (name, label, limit, more = {}) => ({ name, label, make: (value) => text(value ?? "", { maxlength: limit }), read: (input) => input.value.trim() || null, ...more });
  const time = (name, label) => ({ name, label, make: (value) => dayTimeField(value, label), read: dayTimeOf });
  return new RowList({
    path: "plan",
    legend: t("plan.lines"),
    help: t("plan.lines_help"),
    columns: [
      {
        name: "resource",
        label: t("aid.resource"),
        make: (value) => choice([["", t("form.pick_resource")], ...grouped(setup.resources)], value ?? ""),
        read: ({ value }) => value || null,
        changed: (input, row) => (row.inputs.get("unit").value = units.get(input.value) ?? ""),
        required: true,
      },
      { name: "quantity", label: t("form.quantity"), make: (value) => quantity(value ?? ""), read: numberOf, required: true, narrow: true },
      written("unit", t("form.unit"), 40, { narrow: true }),
      time("from", t("plan.from")),
      time("until", t("plan.until")),
      written("note", t("plan.note"), 400),
    ],
    add: t("form.add_item"),
    remove: t("form.remove_item"),
    rows,
  });
}
