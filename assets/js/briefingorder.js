// The order for a briefing: of which moment, compared with which, in which forms. What is typed under the
// sections and not kept yet is kept first.
import { call } from "./api.js";
import { byId, el } from "./dom.js";
import { when } from "./format.js";
import { check, choice, field, nameField, showFaults, text } from "./formparts.js";
import { momentField, momentOf } from "./momentfield.js";
import { progress } from "./packagelist.js";
import { BUSY } from "./packages.js";
import { t, word } from "./texts.js";

const FORMS = "mlob.vormen"; // under which the browser remembers which forms were wanted last
const PAST = { before: 30, after: 0 };

export class BriefingOrder {
  constructor({ element, setup, packages, texts, query, changed }) {
    Object.assign(this, { element, setup, packages, texts, changed, mine: null, spoken: "" });
    this.asked = { at: query.get("om"), known: query.get("bekend"), since: query.get("sinds") };
    packages.on(() => this.update());
  }

  start() {
    this.build();
    this.update();
    this.changed(this.question());
  }

  build() {
    const { at, known } = this.asked;
    this.now = this.radio("nu", t("briefing.now"), !at);
    this.then = this.radio("toen", t("briefing.at_time"), Boolean(at));
    this.at = momentField(instant(at), t("briefing.at"), PAST);
    this.known = momentField(instant(known ?? at), t("briefing.known"), PAST);
    const ways = [["toen", t("briefing.as_then")], ["nu", t("briefing.as_now")], ["anders", t("briefing.as_time")]];
    this.how = choice(ways, !known || known === at ? (at && !known ? "nu" : "toen") : "anders");
    this.past = el("div", {}, field({ path: "at", label: t("briefing.at"), input: this.at }), field({ path: "how", label: t("briefing.which"), input: this.how }));
    this.other = field({ path: "known_at", label: t("briefing.known"), input: this.known });
    this.since = el("select", {});
    this.forms = this.setup.forms.map((name) => this.form(name));
    this.title = text("", { maxlength: 200 });
    this.button = el("button", { type: "submit", class: "primary", disabled: !this.setup.marked }, t("briefing.make"));
    this.far = el("div", { class: "order-far" });
    this.said = el("p", { class: "notice", role: "alert", hidden: true });
    const form = el(
      "form",
      { novalidate: true, onsubmit: (event) => this.make(event) },
      !this.setup.marked && el("div", { class: "notice", role: "note" }, el("b", {}, t("briefing.no_marking")), el("p", {}, t("briefing.no_marking_what"), " ", el("code", {}, "[organisation] marking"))),
      el("fieldset", { class: "group" }, el("legend", {}, t("briefing.moment")), el("div", { class: "checks-line" }, this.now.label, this.then.label), this.past, this.other),
      field({ path: "since", label: t("briefing.since"), input: this.since }),
      el("fieldset", { class: "field", "data-path": "formats" }, el("legend", {}, t("briefing.forms")), el("div", { class: "order-forms" }, this.forms.map(({ label }) => label)), el("p", { class: "wrong", hidden: true })),
      field({ path: "title", label: t("briefing.title"), help: t("briefing.title_help"), input: this.title }),
      nameField(),
      el("p", { class: "order-make" }, this.button),
      this.far,
      this.said,
    );
    for (const box of [this.now.box, this.then.box, this.at, this.known, this.how, this.since]) box.addEventListener("change", () => this.chosen());
    this.element.replaceChildren(form);
    this.form = form;
    this.reveal();
  }

  radio(value, words, checked) {
    const box = el("input", { type: "radio", name: "briefing-moment", value });
    box.checked = checked;
    return { box, label: el("label", { class: "check" }, box, ` ${words}`) };
  }

  form(name) {
    const wanted = JSON.parse(localStorage.getItem(FORMS) ?? "null");
    const label = check(word("file", name), wanted ? wanted.includes(name) : true, { value: name });
    return { name, label, box: label.querySelector("input") };
  }

  reveal() {
    this.past.hidden = this.now.box.checked;
    this.other.hidden = this.now.box.checked || this.how.value !== "anders";
  }

  chosen() {
    this.reveal();
    this.changed(this.question());
  }

  question() {
    const since = this.since.value === "geen" ? null : this.since.value || "last";
    if (this.now.box.checked) return { at: null, known_at: null, since };
    const at = momentOf(this.at);
    const known = { toen: at, nu: null, anders: momentOf(this.known) }[this.how.value];
    return { at, known_at: known, since };
  }

  // The list to compare with grows as briefings are made; what was chosen stays chosen.
  update() {
    if (!this.form?.isConnected) return;
    const done = this.packages.done;
    const sign = done.map((row) => row.id).join();
    if (sign !== this.listed) {
      this.listed = sign;
      const before = this.since.value || this.asked.since || "last";
      const options = [["last", done.length ? t("briefing.last") : t("briefing.last_none")], ["geen", t("briefing.nothing")], ...done.map((row) => [row.id, named(row)])];
      this.since.replaceChildren(...options.map(([code, name]) => el("option", { value: code }, name)));
      this.since.value = options.some(([code]) => code === before) ? before : "last";
    }
    this.follow();
  }

  // How far the briefing is that was ordered here; each part is spoken once.
  follow() {
    const row = this.mine && this.packages.find(this.mine);
    if (!row) return;
    const busy = BUSY.includes(row.state);
    this.far.replaceChildren(busy ? progress(row) : el("p", { class: `notice ${row.state === "klaar" ? "done" : ""}` }, ended(row)));
    this.speak(busy ? (row.part ? word("file", row.part) : "") : ended(row));
    if (busy) return;
    this.mine = null;
    this.button.disabled = false;
    if (row.state === "klaar") this.changed(this.question());
  }

  speak(words) {
    if (!words || words === this.spoken) return;
    this.spoken = words;
    byId("speak").textContent = words;
  }

  async make(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    this.tell("");
    this.far.replaceChildren();
    this.button.disabled = true;
    const formats = this.forms.filter(({ box }) => box.checked).map(({ name }) => name);
    localStorage.setItem(FORMS, JSON.stringify(formats));
    if (!(await this.texts.keepAll())) return this.stop(t("briefing.texts_first"));
    const answer = await call("/snapshots", { ...this.question(), formats, title: this.title.value.trim() || null, wait: false });
    const loose = showFaults(this.form, answer.fields);
    if (!answer.ok) return this.stop(Object.keys(answer.fields).length ? loose.join(" ") : answer.text);
    this.mine = answer.body.id;
    this.packages.take(answer.body);
  }

  stop(why) {
    this.button.disabled = false;
    this.tell(why);
  }

  tell(why) {
    this.said.hidden = !why;
    this.said.textContent = why;
  }
}

const named = (row) => (row.title ? `${when(row.at)} · ${row.title}` : when(row.at));
const ended = (row) => (row.state === "klaar" ? t("briefing.ready", { when: when(row.at) }) : (row.fault ?? ""));

// A moment of the address: with an offset, or as somebody typed it, which is Dutch time.
function instant(said) {
  if (!said) return null;
  if (/(Z|[+-]\d\d:?\d\d)$/.test(said)) return Number.isNaN(Date.parse(said)) ? null : said;
  for (const offset of ["+01:00", "+02:00"]) {
    const moment = new Date(`${said}${offset}`);
    if (!Number.isNaN(+moment) && clockOf(moment) === said.slice(11, 16)) return moment.toISOString();
  }
  return null;
}

const clockOf = (moment) => new Intl.DateTimeFormat("nl-NL", { timeZone: "Europe/Amsterdam", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
