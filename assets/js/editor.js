// A form that changes a part of a plan: only that part is sent, with the version that it was made on. When
// somebody else changed the same part meanwhile, that is said with what stands there now, and what was typed
// stays; a change of another part is nobody's trouble, and is followed.
import { el } from "./dom.js";
import { nameField, showFaults } from "./formparts.js";
import { serverText } from "./language.js";
import { t } from "./texts.js";

export class Editor {
  // `about(plan)` is the part that it changes, `said(plan)` that part in lines, `body()` what to send.
  constructor({ title, plan, about, said, fields, body, send, done, cancel, submit = t("plan.save") }) {
    Object.assign(this, { about, said, body, send, done, cancel, version: plan.version, base: JSON.stringify(about(plan)) });
    this.trouble = el("div", { class: "trouble", role: "alert" });
    this.submit = el("button", { type: "submit", class: "primary" }, submit);
    this.element = el(
      "form",
      {
        class: "step-form",
        novalidate: true,
        "aria-label": title,
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
      el("h4", {}, title),
      fields,
      el("div", { class: "field-row" }, nameField()),
      this.trouble,
      el("div", { class: "choices" }, this.submit, el("button", { type: "button", class: "plain", onclick: () => this.cancel() }, t("links.cancel"))),
    );
  }

  focus() {
    this.element.querySelector("input, select, textarea")?.focus();
  }

  async go() {
    this.submit.disabled = true;
    let answer = await this.send({ ...this.body(), version: this.version });
    const stale = answer.status === 409 && answer.body?.plan;
    if (stale && answer.body.plan.version !== this.version && !this.changed(answer.body.plan)) {
      this.version = answer.body.plan.version;
      answer = await this.send({ ...this.body(), version: this.version });
    }
    this.submit.disabled = false;
    if (answer.ok) return this.done(answer.body);
    if (answer.status !== 409) return this.wrong(answer);
    this.tell(serverText(answer.text));
    if (answer.body?.plan) this.moved(answer.body.plan);
  }

  wrong({ fields, text }) {
    const loose = showFaults(this.element, fields);
    const placed = Object.keys(fields).length > loose.length;
    this.tell(placed && !loose.length ? t("form.some_wrong") : serverText(loose.length ? loose.join(" ") : text));
  }

  changed = (plan) => JSON.stringify(this.about(plan)) !== this.base;

  // The plan changed while this form was open.
  moved(plan) {
    if (plan.version <= this.version) return;
    this.version = plan.version;
    if (!this.changed(plan)) return;
    this.base = JSON.stringify(this.about(plan));
    const lines = this.said(plan).filter(Boolean);
    this.trouble.append(el("div", { class: "notice" }, el("b", {}, t("plan.changed_meanwhile")), el("ul", {}, (lines.length ? lines : [t("plan.emptied")]).map((line) => el("li", {}, line)))));
    while (this.trouble.children.length > 3) this.trouble.firstChild.remove();
  }

  tell(words) {
    this.trouble.replaceChildren(el("p", { class: "notice" }, words));
  }
}
