// One refused message as it came in, as text only, and what a person can do with it.
import { call } from "./api.js";
import { el } from "./dom.js";
import { serverText } from "./language.js";
import { moment, tag } from "./parts.js";
import { reasonForm } from "./reason.js";
import { size } from "./refused.js";
import { t } from "./texts.js";

// Control characters, and the marks that turn the direction of text around: shown, never obeyed.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const shown = (sign) => `<U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`;

export class RefusedFrame {
  constructor(element, { fate, acted }) {
    Object.assign(this, { element, fate, acted });
    this.id = null;
    this.row = null;
    this.draw();
  }

  async open(id, focus = true) {
    Object.assign(this, { id, row: null, asking: false, typed: "", said: null, wrong: null });
    this.draw();
    if (focus) this.element.focus({ preventScroll: true });
    const answer = await call(`/quarantine/${encodeURIComponent(id)}`);
    if (id !== this.id) return;
    this.row = answer.ok ? answer.body : null;
    this.wrong = answer.ok ? null : answer.text;
    this.draw();
  }

  // Somebody else may have dealt with it meanwhile.
  look() {
    const fate = this.id && !this.said && this.fate(this.id);
    if (!fate) return;
    this.said = t("refused.by_other", { act: fate.act, actor: fate.actor });
    this.draw();
  }

  draw() {
    if (!this.id) return this.element.replaceChildren(el("p", { class: "empty" }, t("refused.pick")));
    if (!this.row) {
      const text = this.wrong ? el("p", { class: "notice", role: "alert" }, serverText(this.wrong)) : el("p", { class: "empty" }, t("refused.loading"));
      return this.element.replaceChildren(text);
    }
    this.element.replaceChildren(this.head(), this.raw());
  }

  head() {
    const { row } = this;
    return el(
      "div",
      { class: "frame-head" },
      el("h3", {}, serverText(row.reason)),
      el("p", {}, row.source, " · ", moment(row.received_at), " · ", size(row.length), " · ", el("span", { title: row.sha256 }, `SHA-256 ${row.sha256.slice(0, 12)}`)),
      this.wrong && el("p", { class: "notice", role: "alert" }, serverText(this.wrong)),
      this.said ? el("p", { class: "notice done", role: "status" }, this.said) : this.acts(),
    );
  }

  acts() {
    if (this.asking) {
      return reasonForm({
        label: t("refused.why"),
        submit: t("refused.discard"),
        value: this.typed,
        then: (reason) => this.act("discard", { reason }),
        cancel: () => this.ask(false),
      });
    }
    return el(
      "div",
      { class: "choices" },
      el("button", { type: "button", "data-act": "opnieuw", onclick: () => this.act("retry", {}) }, t("refused.retry")),
      el("button", { type: "button", "data-act": "weg", onclick: () => this.ask(true) }, t("refused.discard_ask")),
    );
  }

  ask(on) {
    this.asking = on;
    this.wrong = null;
    this.draw();
    this.element.querySelector(on ? '[data-act="reden"]' : '[data-act="weg"]')?.focus();
  }

  async act(name, body) {
    const { id } = this;
    this.typed = body.reason ?? "";
    const answer = await call(`/quarantine/${encodeURIComponent(id)}/${name}`, body);
    if (id !== this.id) return;
    this.wrong = answer.ok ? null : answer.text;
    if (answer.ok) {
      this.said = t(name === "retry" ? "refused.read" : "refused.discarded");
      this.asking = false;
    }
    this.draw();
    if (answer.ok) this.element.focus({ preventScroll: true });
    else this.element.querySelector('[data-act="reden"], [data-act="opnieuw"]')?.focus();
    this.acted();
  }

  raw() {
    const { frame, frame_b64: coded, length } = this.row;
    const part = length > (frame === undefined ? Math.floor((coded.length * 3) / 4) : new TextEncoder().encode(frame).length);
    return el(
      "div",
      { class: "frame-raw" },
      el("p", {}, tag(t(frame === undefined ? "refused.as_base64" : "refused.as_text")), part && tag(t("refused.part"))),
      el("pre", { tabindex: 0, dir: "ltr", "aria-label": t("refused.message") }, frame === undefined ? coded : frame.replace(UNSEEN, shown)),
    );
  }
}
