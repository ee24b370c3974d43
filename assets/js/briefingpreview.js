// What a briefing of the chosen moment would say: its content, what changed, and its page in a frame in which
// nothing runs. Asked when somebody chooses something, never under the eyes of who reads.
import { call } from "./api.js";
import { changeList } from "./briefingchanges.js";
import { el } from "./dom.js";
import { number, when } from "./format.js";
import { english, serverText } from "./language.js";
import { t } from "./texts.js";

const PAUSE = 1000; // ms between looks at a preview that takes long
const rest = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

export class BriefingPreview {
  constructor({ content, changes, count, frame, stand }) {
    Object.assign(this, { content, changes, count, frame, stand, question: null, turn: 0, tab: "inhoud", framed: null, found: null });
  }

  again() {
    if (this.question) this.load(this.question);
  }

  // The newest question counts: an answer to an older one that comes late is left.
  async load(question) {
    this.question = question;
    this.turn += 1;
    const turn = this.turn;
    if (!this.found) this.all(el("p", { class: "empty" }, t("briefing.reading")));
    this.stand.textContent = t("briefing.reading");
    let answer = await call("/briefing/preview", question);
    while (turn === this.turn && answer.status === 202) {
      await rest();
      answer = await call(`/briefing/preview/${answer.body.id}`);
    }
    if (turn !== this.turn) return;
    if (answer.ok) this.draw(answer.body);
    else this.broken(answer);
  }

  broken({ text, fields }) {
    this.found = null;
    this.stand.replaceChildren(this.refresh());
    this.count.textContent = "";
    this.all(() => el("p", { class: "notice", role: "alert" }, serverText(Object.values(fields).join(" ") || text)));
  }

  all(what) {
    for (const place of [this.content, this.changes, this.frame]) place.replaceChildren(typeof what === "function" ? what() : what.cloneNode(true));
    this.framed = null;
  }

  draw({ id, content }) {
    this.found = { id, content };
    this.stand.replaceChildren(t("briefing.stand", { at: when(content.at), known: when(content.known_at) }), " ", this.refresh());
    this.stand.title = content.stand;
    const sections = content.sections.filter(says);
    this.content.replaceChildren(...sections.map(section), sections.length ? "" : el("p", { class: "empty" }, t("briefing.empty")));
    this.changes.replaceChildren(...changeList(content));
    this.count.textContent = content.changes ? number(content.changes.length) : "";
    this.show(this.tab);
  }

  refresh() {
    return el("button", { type: "button", class: "as-link", onclick: () => this.again() }, t("briefing.refresh"));
  }

  // The page is only loaded when somebody looks at it.
  show(tab) {
    this.tab = tab;
    if (tab !== "voorbeeld" || !this.found || this.framed === this.found.id) return;
    this.framed = this.found.id;
    const src = `/api/v1/briefing/preview/${this.found.id}/html`;
    this.frame.replaceChildren(el("iframe", { src, sandbox: "", title: t("briefing.page"), referrerpolicy: "no-referrer" }));
  }
}

// A section of which there is nothing to tell in words (the map) is only on the page itself.
const says = ({ figures, paragraphs, tables, remark }) => figures.length || paragraphs.length || tables.length || remark;

function section({ title, alarm, figures, paragraphs, tables, remark, remark_by: by }) {
  return el(
    "section",
    { class: alarm ? "told alarm" : "told", lang: english() ? "nl" : null },
    el("h3", {}, title),
    figures.length ? el("dl", { class: "figures" }, figures.map((one) => el("div", { class: one.alarm ? "alarm" : "" }, el("dt", {}, one.name), el("dd", {}, one.text)))) : null,
    paragraphs.map((one) => el("p", { class: `weight-${one.weight} level-${one.level}` }, one.text)),
    tables.map(({ title: name, rows }) => el("p", { class: "help" }, t(rows === 1 ? "briefing.row" : "briefing.rows", { title: name || title, n: number(rows) }))),
    remark ? el("blockquote", {}, el("p", {}, remark), el("footer", {}, by)) : null,
  );
}
