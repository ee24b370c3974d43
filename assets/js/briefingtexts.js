// What people write under the sections. A text is kept by a button, with the version it was begun from: of two
// writers the second sees what the first wrote and chooses. What is not kept yet survives a closed page.
import { call } from "./api.js";
import { el } from "./dom.js";
import { when } from "./format.js";
import { long } from "./formparts.js";
import { serverText } from "./language.js";
import { Look } from "./look.js";
import { toQuery } from "./moment.js";
import { t } from "./texts.js";

const PREFIX = "note:briefing:"; // mlob/snapshot/remarks.py
const DRAFT = "mlob.tekst.";
const LONGEST = 10000;

export class BriefingTexts {
  constructor({ element, count, store, written }) {
    Object.assign(this, { element, count, written, editors: new Map(), then: null });
    this.note = el("p", { class: "panel-what" }, t("briefing.texts_what"));
    this.list = el("div");
    element.replaceChildren(this.note, this.list);
    this.looking = new Look(() => this.refresh());
    store.on("change", ({ ids, whole }) => (whole || [...ids].some((id) => id.startsWith(PREFIX))) && this.looking.soon());
    window.addEventListener("beforeunload", (event) => this.dirty.length && event.preventDefault());
  }

  get dirty() {
    return this.then ? [] : [...this.editors.values()].filter((one) => one.dirty);
  }

  // `moment` is null for now (moment.js).
  async load(moment) {
    this.then = moment;
    await this.refresh();
  }

  async refresh() {
    const then = this.then;
    const answer = await call(`/briefing/remarks?${then ? toQuery(then) : ""}`);
    if (then !== this.then) return;
    if (!answer.ok) return this.note.replaceChildren(el("span", { role: "alert" }, serverText(answer.text)));
    this.note.textContent = t(this.then ? "briefing.texts_then" : "briefing.texts_what");
    if (this.then) this.list.replaceChildren(...answer.body.sections.map(old));
    else this.draw(answer.body.sections);
    this.counted();
  }

  draw(sections) {
    for (const row of sections) {
      if (!this.editors.has(row.section)) this.editors.set(row.section, new Editor(row, { changed: () => this.counted(), kept: () => this.written() }));
      this.editors.get(row.section).take(row);
    }
    const elements = sections.map((row) => this.editors.get(row.section).element);
    if (elements.some((one, index) => this.list.children[index] !== one)) this.list.replaceChildren(...elements);
  }

  counted() {
    const n = this.dirty.length;
    this.count.textContent = n ? t("briefing.unsaved", { n }) : "";
  }

  // Keeps all that is not kept yet; false when one of them needs somebody to choose.
  async keepAll() {
    for (const editor of this.dirty) if (!(await editor.keep())) return false;
    return true;
  }
}

// A text of the past: to be read.
const old = ({ title, text, author, at }) =>
  el("div", { class: "remark" }, el("h3", {}, serverText(title)), text ? el("p", { class: "pre" }, text) : el("p", { class: "help" }, t("briefing.no_text")), at && text ? el("p", { class: "help" }, by(author, at)) : null);

const by = (author, at) => t("briefing.by", { who: author, when: when(at) });

class Editor {
  constructor(row, { changed, kept }) {
    Object.assign(this, { row, changed, told: kept, base: row, other: null });
    const id = `tekst-${row.section}`;
    this.area = long("", { id, maxlength: LONGEST, rows: 2, "data-section": row.section, "aria-describedby": `${id}-stand` });
    this.button = el("button", { type: "button", "data-act": `bewaar ${row.section}`, onclick: () => this.keep() }, t("briefing.keep"));
    this.stand = el("span", { class: "help", id: `${id}-stand` });
    this.notice = el("div", { class: "notice", role: "alert", hidden: true });
    this.element = el("div", { class: "remark field" }, el("label", { for: id }, serverText(row.title)), this.area, el("div", { class: "remark-foot" }, this.stand, this.button), this.notice);
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.keep());
    const draft = JSON.parse(localStorage.getItem(DRAFT + row.section) ?? "null");
    this.area.value = draft ? draft.text : row.text;
    if (draft) this.base = { ...row, version: draft.version, text: draft.from };
    this.shown();
  }

  get dirty() {
    return this.area.value.trim() !== this.base.text;
  }

  typed() {
    if (this.dirty) localStorage.setItem(DRAFT + this.row.section, JSON.stringify({ text: this.area.value, version: this.base.version, from: this.base.text }));
    else localStorage.removeItem(DRAFT + this.row.section);
    this.shown();
    this.changed();
  }

  // What the server has: it takes the place of what stands here, unless somebody is writing.
  take(row) {
    if (row.version < this.row.version) return;
    this.row = row;
    if (!this.dirty) {
      this.base = row;
      if (this.area.value.trim() !== row.text) this.area.value = row.text;
      this.conflict(null);
    } else if (row.version !== this.base.version) this.conflict(row);
    this.shown();
  }

  shown() {
    this.button.disabled = !this.dirty;
    const { at, author, text } = this.row;
    this.stand.textContent = this.dirty ? t("briefing.not_kept") : at && text ? by(author, at) : "";
  }

  async keep() {
    if (!this.dirty) return true;
    if (this.other) {
      this.notice.querySelector("button")?.focus();
      return false;
    }
    const said = this.area.value;
    const answer = await call("/briefing/remarks", { section: this.row.section, text: said, version: this.base.version }, { method: "PUT" });
    if (answer.ok) return this.keptAs(answer.body, said);
    if (answer.status === 409 && answer.body.remark) this.conflict(answer.body.remark);
    else this.say(...[serverText(Object.values(answer.fields).join(" ") || answer.text)].flat());
    return false;
  }

  keptAs(row, said) {
    this.row = this.base = row;
    if (this.area.value === said) this.area.value = row.text;
    this.typed();
    this.conflict(null);
    this.told();
    return true;
  }

  say(...what) {
    this.notice.hidden = !what.length;
    this.notice.replaceChildren(...what);
  }

  // Both texts stay until somebody has chosen.
  conflict(row) {
    if (row && this.other?.version === row.version) return;
    this.other = row;
    if (!row) return this.say();
    const settle = (text) => {
      this.base = row;
      this.row = { ...this.row, ...row };
      this.area.value = text;
      this.conflict(null);
      this.typed();
      this.area.focus();
    };
    this.say(
      el("p", {}, t("briefing.conflict", { who: row.author, when: when(row.at) })),
      el("blockquote", { class: "pre" }, row.text || t("briefing.no_text")),
      el(
        "div",
        { class: "choices" },
        el("button", { type: "button", "data-act": "mijne", onclick: () => settle(this.area.value) }, t("briefing.mine")),
        el("button", { type: "button", "data-act": "andere", onclick: () => settle(row.text) }, t("briefing.theirs")),
        el("button", { type: "button", "data-act": "beide", onclick: () => settle(`${row.text}\n\n${this.area.value}`) }, t("briefing.both")),
      ),
    );
  }
}
