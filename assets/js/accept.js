// The promises that a proposal would mean, to be confirmed one by one or together: each is a step
// `toezeggen` of a person. What changed in the request since the advice is refused by the server and said at
// its line; a supplier who has less left by now is said there once, before anything is promised.
import { call } from "./api.js";
import { resourceName, unitName } from "./aidwords.js";
import { el } from "./dom.js";
import { field, nameField, numberOf, quantity, text } from "./formparts.js";
import { serverText } from "./language.js";
import { momentField, momentOf } from "./momentfield.js";
import { since } from "./requestlog.js";
import { t } from "./texts.js";

export class Accept {
  constructor(more) {
    Object.assign(this, more, { versions: new Map() });
    this.rows = this.proposal.choices.map((choice) => this.row(choice));
    this.said = el("p", { class: "notice done", role: "status", hidden: true });
    this.submit = el("button", { type: "submit", class: "primary" }, t("advice.confirm"));
    this.cancelling = el("button", { type: "button", class: "plain", onclick: () => this.cancel() }, t("links.cancel"));
    this.element = el(
      "form",
      {
        class: "step-form accept",
        novalidate: true,
        "aria-label": t("advice.confirm_title", { proposal: this.title }),
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
        onkeydown: (event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          this.cancel();
        },
      },
      el("h4", {}, t("advice.confirm_title", { proposal: this.title })),
      el("p", { class: "help" }, t("advice.confirm_help")),
      el("ul", { class: "accept-list" }, this.rows.map((row) => row.box)),
      el("div", { class: "field-row" }, nameField()),
      this.said,
      el("div", { class: "choices" }, this.submit, this.cancelling),
    );
  }

  focus() {
    this.element.querySelector("input")?.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  row(choice) {
    const name = `${resourceName(choice.resource)} · ${this.name(choice.request)}`;
    const wanted = el("input", { type: "checkbox", "aria-label": `${this.supplier(choice)}: ${name}` });
    const may = this.requests.views.get(choice.request)?.allowed_steps.includes("toezeggen") ?? true;
    wanted.checked = may;
    const row = { choice, wanted, supplier: text(this.supplier(choice)), amount: quantity(choice.quantity), arrives: momentField(choice.arrives_at, t("aid.arrives_at")), wrong: el("p", { class: "wrong", hidden: true }), done: false };
    row.box = el(
      "li",
      {},
      el("label", { class: "check" }, wanted, ` ${name}`),
      el(
        "div",
        { class: "field-row" },
        field({ path: "supplier", label: t("aid.supplier"), input: row.supplier }),
        field({ path: "items", label: `${t("form.quantity")} (${unitName(choice.unit)})`, input: row.amount }),
        field({ path: "arrives_at", label: t("aid.arrives_at"), input: row.arrives }),
      ),
      row.wrong,
    );
    if (!may) this.tell(row, t("advice.not_yet"));
    return row;
  }

  tell(row, text) {
    row.wrong.hidden = false;
    row.wrong.replaceChildren(...[text].flat());
  }

  // One after the other: each step follows on the version that the one before it made.
  async send() {
    this.submit.disabled = true;
    let count = 0;
    for (const row of this.rows) {
      if (row.done || !row.wanted.checked) continue;
      if (await this.promise(row)) count += 1;
    }
    this.submit.disabled = false;
    this.said.hidden = !count;
    this.said.textContent = t(count === 1 ? "advice.confirmed_1" : "advice.confirmed", { n: count });
    const open = this.rows.some((row) => !row.done && row.wanted.checked);
    if (open) return this.rows.find((row) => !row.done && row.wanted.checked).amount.focus();
    this.submit.hidden = true;
    this.cancelling.textContent = t("detail.close");
    this.cancelling.focus();
  }

  // What the supplier of a row has left now when that is too little; null when it is enough or not known.
  async tooLittle({ choice, supplier, amount }) {
    const apart = (this.requests.views.get(choice.request)?.exercise ?? false) !== this.played; // other figures
    if (apart || supplier.value.trim() !== this.supplier(choice)) return null;
    const asked = new URLSearchParams({ resource: choice.resource, region: choice.supplier });
    const figure = (await call(`/capacity?${asked}`)).body?.capacity?.[0];
    const units = (numberOf(amount) * choice.units) / choice.quantity;
    return figure && figure.free < units ? figure.free : null;
  }

  async promise(row) {
    const { choice } = row;
    const free = row.warned ? null : await this.tooLittle(row);
    if (free !== null) {
      row.warned = true;
      this.tell(row, t("advice.taken", { n: free }));
      return false;
    }
    const version = this.versions.get(choice.request) ?? choice.version;
    const body = {
      step: "toezeggen",
      version,
      supplier: row.supplier.value.trim(),
      items: [{ id: choice.item, quantity: numberOf(row.amount) }],
      arrives_at: momentOf(row.arrives),
      reason: t("advice.reason", { proposal: this.title }),
    };
    const answer = await this.requests.step(choice.request, body);
    if (answer.ok) {
      this.versions.set(choice.request, answer.body.version);
      row.done = true;
      row.box.replaceChildren(el("p", { class: "complete yes" }, `${row.supplier.value}: ${row.amount.value} ${resourceName(choice.resource)}`));
      this.requests.take(answer.body);
      return true;
    }
    this.tell(row, serverText(answer.text));
    if (answer.status === 409 && answer.body.request) {
      const changes = since(answer.body.request, version);
      this.tell(row, serverText([answer.text, ...changes].join(" · ")));
      this.versions.set(choice.request, answer.body.request.version);
      this.requests.take(answer.body.request);
    }
    return false;
  }
}
