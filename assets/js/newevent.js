// A planned event (a summit, a match): an operation in preparation, with what it will need, before anybody
// asks for it.
import { el } from "./dom.js";
import { check, field, nameField, showFaults, text } from "./formparts.js";
import { serverText } from "./language.js";
import { lineList } from "./planlines.js";
import { t } from "./texts.js";

export class NewEvent {
  constructor({ setup, operations, open, close }) {
    Object.assign(this, { setup, operations, open, close });
    this.form = el("form", {
      class: "request-view new-event",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        this.send();
      },
    });
    this.element = this.form;
    this.build();
  }

  build() {
    this.title = text("", { maxlength: 200 });
    this.exercise = check(t("form.exercise"), this.setup.exercise, { disabled: this.setup.exercise });
    this.lines = lineList(this.setup);
    this.trouble = el("div", { class: "trouble", role: "alert" });
    this.submit = el("button", { type: "submit", class: "primary" }, t("plan.make"));
    this.name = freshName();
    const closing = el("button", { type: "button", class: "close", "aria-label": t("detail.close"), title: t("detail.close"), onclick: () => this.close() }, "✕");
    this.form.replaceChildren(
      el("div", { class: "detail-head" }, el("div", { class: "title-line" }, el("h2", {}, t("plan.new_title")), closing), el("p", {}, t("plan.new_what"))),
      el(
        "div",
        { class: "detail-main" },
        field({ path: "title", label: t("plan.event"), help: t("plan.event_help"), input: this.title, required: true, wide: true }),
        el("p", { class: "choices checks-line" }, this.exercise),
        this.lines.element,
        el("div", { class: "field-row" }, nameField()),
        this.trouble,
        el("p", { class: "choices" }, this.submit),
      ),
    );
  }

  focus() {
    this.title.focus();
  }

  async send() {
    this.submit.disabled = true;
    const body = { title: this.title.value.trim(), phase: "preparatie", exercise: this.exercise.firstChild.checked, plan: this.lines.read(), version: 0 };
    const answer = await this.operations.put(this.name, body);
    this.submit.disabled = false;
    if (!answer.ok) return this.wrong(answer);
    const { name } = this;
    await this.operations.load();
    this.build();
    this.open("operatie", name);
  }

  wrong({ fields, text: why }) {
    const loose = showFaults(this.form, fields);
    const placed = Object.keys(fields).length > loose.length;
    this.trouble.replaceChildren(el("p", { class: "notice" }, placed && !loose.length ? t("form.some_wrong") : serverText(loose.length ? loose.join(" ") : why)));
  }
}

// As the server names an operation, so that two that are made at once are never the same.
function freshName() {
  const random = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `operation:bediening:${new Date().getFullYear()}-${random}`;
}
