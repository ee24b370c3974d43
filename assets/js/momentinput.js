// A day and a Dutch clock time of the past. In the hour that comes twice it asks which of the two is meant.
import { el } from "./dom.js";
import { local, momentsOf } from "./dutchtime.js";
import { zone } from "./format.js";
import { momentField, momentOf, setMoment } from "./momentfield.js";
import { minute } from "./past.js";
import { t } from "./texts.js";

const WHICH = ["time.which_0", "time.which_1"];
const RANGE = { before: 60, after: 0 }; // days that can be chosen; an address reaches further

export class MomentInput {
  // `then` is told the moment (ms) as soon as it stands there whole.
  constructor(label, then = null) {
    Object.assign(this, { label, then, at: undefined });
    this.box = momentField(null, label, RANGE);
    this.which = el("select", { class: "time-which", "aria-label": t("time.which"), hidden: true });
    this.wrong = el("span", { class: "time-wrong", role: "alert" });
    this.element = el("span", { class: "time-field" }, this.box, this.which, this.wrong);
    this.element.addEventListener("change", (event) => this.changed(event.target));
    this.element.addEventListener("focusin", () => this.freshen());
    this.element.addEventListener("keydown", (event) => event.key === "Enter" && then && this.changed(event.target));
  }

  labelled() {
    return el("div", { class: "time-labelled" }, el("span", { "aria-hidden": "true" }, this.label), this.element);
  }

  changed(part) {
    if (part !== this.which) this.offer(this.moments());
    this.wrong.textContent = "";
    const at = this.value();
    if (!this.then || at === null) return;
    if (at > Date.now()) this.wrong.textContent = t("time.ahead");
    else if (at !== this.at) this.then((this.at = at));
  }

  moments() {
    const said = momentOf(this.box);
    return said ? momentsOf(said) : [];
  }

  value() {
    const found = this.moments();
    return found.find((ms) => String(ms) === this.which.value) ?? found[0] ?? null;
  }

  offer(found, chosen = found[0]) {
    const names = found.length > 1 ? found : [];
    this.which.hidden = !names.length;
    this.which.replaceChildren(...names.map((ms, i) => el("option", { value: ms }, t(WHICH[i], { zone: zone(ms) }))));
    if (names.length) this.which.value = chosen;
  }

  // A page that stays open for days offers the day that it is.
  freshen() {
    if (this.at === null && !momentOf(this.box) && this.day !== local(Date.now()).slice(0, 10)) this.put();
  }

  put() {
    this.day = local(Date.now()).slice(0, 10);
    setMoment(this.box, this.at, RANGE);
  }

  // null shows today without a time; what stands there already stays as somebody wrote it.
  set(at) {
    if (this.at === at) return;
    this.at = at;
    this.wrong.textContent = "";
    this.put();
    this.offer(at === null ? [] : momentsOf(local(at).slice(0, 16)), minute(at ?? 0));
  }
}
