// What is asked: a line a resource, with its quantity, unit and task; with more gemeenten a quantity for each.
import { el } from "./dom.js";
import { choice, field, numberOf, quantity, text } from "./formparts.js";
import { t, word } from "./texts.js";

export class ItemLines {
  constructor({ setup }) {
    this.resources = new Map(setup.resources.map((resource) => [resource.code, resource]));
    this.groups = grouped(setup.resources);
    this.gemeenten = [];
    this.lines = [];
    this.list = el("div", { class: "item-lines" });
    this.element = el(
      "fieldset",
      { class: "group field", "data-path": "items" },
      el("legend", {}, t("form.items")),
      this.list,
      el("p", { class: "wrong", hidden: true }),
      el("button", { type: "button", class: "plain", onclick: () => this.add(true) }, t("form.add_item")),
    );
    this.add();
  }

  // What a plan asks: in lines of their own, after what somebody typed.
  begin(items) {
    if (items.length && this.lines.length === 1 && !this.lines[0].resource.value) this.drop(this.lines[0]);
    for (const item of items) {
      this.add();
      const line = this.lines.at(-1);
      line.resource.value = item.resource;
      this.chosen(line);
      line.unit.value = item.unit ?? line.unit.value;
      line.task.value = item.task ?? "";
      for (const input of line.quantities.values()) input.value = String(item.quantity).replace(".", ",");
    }
  }

  add(focus = false) {
    const line = { key: `r${Date.now()}${this.lines.length}`, quantities: new Map() };
    line.resource = choice([["", t("form.pick_resource")], ...this.groups]);
    line.unit = text("", { maxlength: 40 });
    line.task = text("", { maxlength: 400 });
    line.amounts = el("div", { class: "amounts" });
    line.note = el("p", { class: "help" });
    line.resource.addEventListener("change", () => this.chosen(line));
    line.box = el(
      "div",
      { class: "item-line" },
      field({ path: `${line.key}.resource`, label: t("aid.resource"), input: line.resource, required: true }),
      line.amounts,
      field({ path: `${line.key}.unit`, label: t("form.unit"), input: line.unit }),
      field({ path: `${line.key}.task`, label: t("form.task"), input: line.task }),
      el("button", { type: "button", class: "close remove", "aria-label": t("form.remove_item"), title: t("form.remove_item"), onclick: () => this.remove(line) }, "✕"),
      line.note,
    );
    this.lines.push(line);
    this.list.append(line.box);
    this.quantities(line);
    if (focus) line.resource.focus();
  }

  remove(line) {
    if (this.lines.length === 1) return;
    this.drop(line);
    this.lines.at(-1).resource.focus();
  }

  drop(line) {
    this.lines = this.lines.filter((other) => other !== line);
    line.box.remove();
  }

  chosen(line) {
    const resource = this.resources.get(line.resource.value);
    line.unit.value = resource?.unit ?? "";
    line.note.textContent = resource?.note ?? "";
  }

  split(gemeenten) {
    if (JSON.stringify(gemeenten) === JSON.stringify(this.gemeenten)) return;
    this.gemeenten = gemeenten;
    for (const line of this.lines) this.quantities(line);
  }

  // A box for each gemeente; with fewer than two there is one, and what stood in it stays.
  quantities(line) {
    const wanted = this.gemeenten.length > 1 ? this.gemeenten : [[null, null]];
    const before = line.quantities;
    const any = [...before.values()][0]?.value ?? "";
    line.quantities = new Map(wanted.map(([code]) => [code, before.get(code) ?? quantity(any)]));
    const boxes = wanted.map(([code, name]) =>
      field({ path: `${line.key}.quantity.${code ?? ""}`, label: name ? t("form.quantity_for", { gemeente: name }) : t("form.quantity"), input: line.quantities.get(code), required: !name }),
    );
    line.amounts.replaceChildren(...boxes);
    line.box.classList.toggle("many", wanted.length > 1);
  }

  // The lines for one gemeente: those of which it wants some.
  mine(gemeente) {
    const code = this.gemeenten.length > 1 ? gemeente : null;
    return this.lines.map((line) => ({ line, n: numberOf(line.quantities.get(code)) })).filter(({ line, n }) => n !== null || (code === null && (line.resource.value || this.lines.length === 1)));
  }

  items(gemeente) {
    return this.mine(gemeente).map(({ line, n }) => ({
      resource: line.resource.value,
      quantity: n,
      unit: line.unit.value.trim() || null,
      task: line.task.value.trim() || null,
    }));
  }

  // Where on the form the server's `items.0.quantity` stands.
  placed(path, gemeente) {
    const [, index, part] = /^items\.(\d+)\.(\w+)$/.exec(path) ?? [];
    const line = index && this.mine(gemeente)[index]?.line;
    if (!line) return path;
    const code = this.gemeenten.length > 1 ? gemeente : "";
    return part === "quantity" ? `${line.key}.quantity.${code}` : `${line.key}.${part}`;
  }
}

export function grouped(resources) {
  const found = new Map();
  for (const { code, name, discipline } of resources) found.set(discipline, [...(found.get(discipline) ?? []), [code, name]]);
  return [...found].map(([discipline, options]) => ({ label: word("discipline", discipline), options }));
}
