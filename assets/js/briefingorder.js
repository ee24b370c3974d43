// The order for a briefing: of which moment, compared with which, in which forms. What is typed under the
// sections and not kept yet is kept first.
import { call } from "./api.js";
import { byId, el } from "./dom.js";
import { seconds, when } from "./format.js";
import { check, choice, field, nameField, showFaults, text } from "./formparts.js";
import { serverText } from "./language.js";
import { fromAddress, modeOf } from "./moment.js";
import { MomentInput } from "./momentinput.js";
import { progress } from "./packagelist.js";
import { BUSY } from "./packages.js";
import { t, word } from "./texts.js";

const USUAL = ["pdf", "pptx", "png", "xlsx", "gpkg", "geojson", "html"]; // until somebody chose
const FORMS = "mlob.vormen"; // under which the browser remembers which forms were wanted last
export const LAST = "last"; // compare with the newest briefing; the server knows which
export const NONE = "geen";

// A moment (moment.js) as the server wants its times: neither for now, no `known_at` for what is known now.
export const times = (moment) => ({ at: moment && iso(moment.at), known_at: moment && moment.known !== null ? iso(moment.known) : null });
const iso = (ms) => new Date(ms).toISOString();

export class BriefingOrder {
  constructor({ element, setup, packages, texts, query, changed }) {
    Object.assign(this, { element, setup, packages, texts, changed, mine: null, spoken: "" });
    this.asked = { moment: fromAddress(query), since: query.get("sinds") };
    packages.on(() => this.update());
  }

  start() {
    this.build();
    this.update();
    this.look();
  }

  build() {
    const { moment } = this.asked;
    this.now = this.radio("nu", t("briefing.now"), !moment);
    this.then = this.radio("toen", t("briefing.at_time"), Boolean(moment));
    this.at = new MomentInput(t("briefing.at"), () => this.chosen());
    this.known = new MomentInput(t("briefing.known"), () => this.chosen());
    this.at.set(moment?.at ?? null);
    this.known.set(moment?.known ?? null);
    const ways = [["wisten", t("past.as_wisten")], ["was", t("past.as_was")], ["vrij", t("briefing.as_free")]];
    this.how = choice(ways, moment ? modeOf(moment) : "wisten");
    this.past = el("div", {}, this.at.labelled(), field({ path: "known_at", label: t("briefing.which"), input: this.how }));
    this.other = this.known.labelled();
    this.since = el("select", {});
    this.forms = usualFirst(this.setup.forms).map((name) => this.form(name));
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
    for (const box of [this.now.box, this.then.box, this.how, this.since]) box.addEventListener("change", () => this.chosen());
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
    const wanted = JSON.parse(localStorage.getItem(FORMS) ?? "null") ?? USUAL;
    const label = check(word("file", name), wanted.includes(name), { value: name });
    return { name, label, box: label.querySelector("input") };
  }

  reveal() {
    this.past.hidden = this.now.box.checked;
    this.other.hidden = this.now.box.checked || this.how.value !== "vrij";
  }

  chosen() {
    this.reveal();
    this.look();
  }

  // A moment that is not whole yet asks nothing.
  look() {
    const moment = this.moment();
    if (moment !== undefined) this.changed(moment, this.sinceWhich());
  }

  // null for now; undefined while a time is still missing.
  moment() {
    if (this.now.box.checked) return null;
    const at = this.at.value();
    const known = { wisten: at, was: null, vrij: this.known.value() }[this.how.value];
    if (at === null || (this.how.value === "vrij" && known === null)) return undefined;
    return { at, known };
  }

  sinceWhich = () => (this.since.value === NONE ? null : this.since.value || LAST);

  // The list to compare with grows as briefings are made; what was chosen stays chosen.
  update() {
    if (!this.form?.isConnected) return;
    const done = this.packages.done;
    const sign = done.map((row) => row.id).join();
    if (sign !== this.listed) {
      this.listed = sign;
      const before = this.since.value || this.asked.since || LAST;
      const options = [[LAST, done.length ? t("briefing.last") : t("briefing.last_none")], [NONE, t("briefing.nothing")], ...names(done)];
      this.since.replaceChildren(...options.map(([code, name]) => el("option", { value: code }, name)));
      this.since.value = options.some(([code]) => code === before) ? before : LAST;
    }
    this.follow();
  }

  // How far the briefing is that was ordered here; each part is spoken once.
  follow() {
    const row = this.mine && this.packages.find(this.mine);
    if (!row) return;
    const busy = BUSY.includes(row.state);
    this.far.replaceChildren(busy ? progress(row) : el("p", { class: `notice ${row.state === "klaar" ? "done" : ""}` }, row.fault ? serverText(row.fault) : ended(row)));
    this.speak(busy ? (row.part ? word("file", row.part) : "") : ended(row));
    if (busy) return;
    this.mine = null;
    this.button.disabled = false;
    if (row.state === "klaar") this.look();
  }

  speak(words) {
    if (!words || words === this.spoken) return;
    this.spoken = words;
    byId("speak").textContent = words;
  }

  async make(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    const moment = this.moment();
    this.tell(moment === undefined ? t("briefing.no_time") : "");
    if (moment === undefined) return;
    this.far.replaceChildren();
    this.button.disabled = true;
    const formats = this.forms.filter(({ box }) => box.checked).map(({ name }) => name);
    localStorage.setItem(FORMS, JSON.stringify(formats));
    if (!(await this.texts.keepAll())) return this.stop(t("briefing.texts_first"));
    const answer = await call("/snapshots", { ...times(moment), since: this.sinceWhich(), formats, title: this.title.value.trim() || null, wait: false });
    const loose = showFaults(this.form, answer.fields);
    if (!answer.ok) return this.stop(serverText(Object.keys(answer.fields).length ? loose.join(" ") : answer.text));
    this.mine = answer.body.id;
    this.packages.take(answer.body);
  }

  stop(why) {
    this.button.disabled = false;
    this.tell(why);
  }

  tell(why) {
    const words = [why].flat().filter(Boolean);
    this.said.hidden = !words.length;
    this.said.replaceChildren(...words);
  }
}

const place = (name) => (USUAL.includes(name) ? USUAL.indexOf(name) : USUAL.length);
const usualFirst = (names) => [...names].sort((a, b) => place(a) - place(b));
const named = (row) => [when(row.at), row.title, row.author].filter(Boolean).join(" · ");

// Two of the same minute by the same person are told apart by their seconds.
function names(rows) {
  const all = rows.map(named);
  const twice = (name) => all.filter((other) => other === name).length > 1;
  return rows.map((row, n) => [row.id, twice(all[n]) ? `${all[n]} (${seconds(Date.parse(row.at))})` : all[n]]);
}

const ended = (row) => (row.state === "klaar" ? t("briefing.ready", { when: when(row.at) }) : (row.fault ?? ""));
