// Where bijstand is needed: the region, and the gemeente or (for kinds that each gemeente files by itself)
// gemeenten; and who has signed, for each of them.
import { el } from "./dom.js";
import { choice, field, suggested, text } from "./formparts.js";
import { momentField, momentOf } from "./momentfield.js";
import { t } from "./texts.js";

export class Places {
  constructor({ setup, changed }) {
    Object.assign(this, { setup, changed, chosen: [], each: false, signers: new Map(), by: [] });
    this.codes = new Map(Object.entries(setup.gemeenten).map(([code, name]) => [name.toLowerCase(), code]));
    this.regionPick = choice([["", t("form.pick_region")], ...Object.entries(setup.regions)]);
    const names = Object.values(setup.gemeenten).sort((a, b) => a.localeCompare(b, "nl"));
    this.gemeentePick = suggested(names, "", { "data-act": "gemeente" });
    const input = this.gemeentePick.querySelector("input");
    input.addEventListener("change", () => this.take(input));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.take(input);
    });
    this.help = el("p", { class: "help" });
    this.list = el("ul", { class: "picked" });
    this.element = el(
      "fieldset",
      { class: "group" },
      el("legend", {}, t("form.where")),
      el(
        "div",
        { class: "field-row" },
        field({ path: "region", label: t("filter.region"), input: this.regionPick }),
        field({ path: "gemeente", label: t("form.gemeente"), input: this.gemeentePick }),
      ),
      this.help,
      this.list,
    );
    this.rows = el("div");
    this.signatures = el("fieldset", { class: "group field", "data-path": "signatures" }, el("legend", {}, t("aid.signatures")), el("p", { class: "help" }, t("form.signature_help")), this.rows, el("p", { class: "wrong", hidden: true }));
  }

  setKind(kind) {
    this.each = kind.per_gemeente;
    this.by = kind.signature?.by ?? [];
    this.help.textContent = this.each ? t("form.each_gemeente") : "";
    if (!this.each) this.chosen = this.chosen.slice(0, 1);
    this.show();
  }

  // A gemeente is chosen as soon as its whole name stands there.
  take(input) {
    const code = this.codes.get(input.value.trim().toLowerCase());
    const box = input.closest(".field");
    const wrong = box.querySelector(":scope > .wrong");
    wrong.hidden = Boolean(code) || !input.value.trim();
    wrong.textContent = wrong.hidden ? "" : t("form.no_gemeente");
    if (!code) return;
    input.value = "";
    this.regionPick.value ||= this.setup.gemeente_regions[code] ?? "";
    this.chosen = this.each ? [...new Set([...this.chosen, code])] : [code];
    this.show();
    this.changed();
  }

  drop(code) {
    this.chosen = this.chosen.filter((other) => other !== code);
    this.show();
    this.changed();
    this.gemeentePick.querySelector("input").focus();
  }

  show() {
    const rows = this.chosen.map((code) => {
      const name = this.setup.gemeenten[code];
      const label = t("form.drop_gemeente", { gemeente: name });
      return el("li", {}, name, el("button", { type: "button", class: "close", "aria-label": label, title: label, onclick: () => this.drop(code) }, "✕"));
    });
    this.list.replaceChildren(...rows);
    this.signed_();
  }

  // A row to sign for each request that will be made; what was typed in one stays.
  signed_() {
    const wanted = this.each && this.chosen.length ? this.chosen : [null];
    const before = this.signers;
    this.signers = new Map(wanted.map((code) => [code, before.get(code) ?? { name: text(""), role: suggested([]), at: momentField(null, t("aid.signed_at")) }]));
    const rows = [...this.signers].map(([code, { name, role, at }]) => {
      role.querySelector("datalist").replaceChildren(...this.by.map((one) => el("option", { value: one })));
      return el(
        "fieldset",
        { class: "field-row signer" },
        code && el("legend", {}, this.setup.gemeenten[code]),
        field({ path: `sign.${code ?? ""}.name`, label: t("form.signed_by"), input: name }),
        field({ path: `sign.${code ?? ""}.role`, label: t("form.role"), input: role }),
        field({ path: `sign.${code ?? ""}.at`, label: t("aid.signed_at"), input: at }),
      );
    });
    this.rows.replaceChildren(...rows);
  }

  region = () => this.regionPick.value || null;

  // The gemeenten of which each gets its request; for other kinds there is at most one, which is no list.
  gemeenten = () => this.chosen;

  signed(gemeente) {
    const row = this.signers.get(this.each ? gemeente : null) ?? this.signers.get(null);
    if (!row) return [];
    const said = { name: row.name.value.trim(), role: row.role.querySelector("input").value.trim(), at: momentOf(row.at) };
    return said.name || said.at ? [{ ...said, gemeente: this.each ? gemeente : null }] : [];
  }

  placed(path, gemeente) {
    const [, part] = /^signatures\.0\.(\w+)$/.exec(path) ?? [];
    return part ? `sign.${this.each ? (gemeente ?? "") : ""}.${part}` : path;
  }
}
