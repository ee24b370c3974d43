// A form that changes a part of a plan: only that part is sent, with the version that it was made on. When
// somebody else changed the same part meanwhile, that is said with what stands there now, and what was typed
// stays; a change of another part is nobody's trouble, and is followed.
import { el } from "./dom.js";
import { nameField, showFaults } from "./formparts.js";
import { serverText } from "./language.js";
import { t } from "./texts.js";

const MOST = 2; // changes of others that stay to be read

export class Editor {
  // `about(plan)` is the part that it changes, `said(plan)` that part in lines, `body()` what to send.
  constructor({ title, plan, about, said, fields, body, send, done, cancel, submit = t("plan.save") }) {
    Object.assign(this, { about, said, body, send, done, cancel, version: plan.version, base: JSON.stringify(about(plan)) });
    this.told = el("div");
    this.news = el("div");
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
      el("div", { class: "trouble", role: "alert" }, this.told, this.news),
      el("div", { class: "choices" }, this.submit, el("button", { type: "button", class: "plain", onclick: () => this.cancel() }, t("links.cancel"))),
    );
  }

  focus() {
    this.element.querySelector("input, select, textarea")?.focus();
  }

  async go() {
    const { version, base } = this;
    this.submit.disabled = true;
    let answer = await this.send({ ...this.body(), version });
    const now = answer.status === 409 && answer.body?.plan;
    if (now && now.version !== version && JSON.stringify(this.about(now)) === base) answer = await this.send({ ...this.body(), version: now.version });
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

  // The plan changed while this form was open.
  moved(plan) {
    if (plan.version <= this.version) return;
    this.version = plan.version;
    const now = JSON.stringify(this.about(plan));
    if (now === this.base) return;
    this.base = now;
    const lines = this.said(plan).filter(Boolean);
    this.news.append(el("div", { class: "notice" }, el("b", {}, t("plan.changed_meanwhile")), el("ul", {}, (lines.length ? lines : [t("plan.emptied")]).map((line) => el("li", {}, line)))));
    while (this.news.children.length > MOST) this.news.firstChild.remove();
  }

  tell(words) {
    this.told.replaceChildren(el("p", { class: "notice" }, words));
  }
}
