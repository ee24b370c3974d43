// The band over the full width that says that this is not live: which moment, how known, what came since.
import { el } from "./dom.js";
import { number } from "./format.js";
import { manner, named } from "./moment.js";
import { t } from "./texts.js";

export class PastBand {
  constructor(element, root, past) {
    Object.assign(this, { element, root, past });
    this.said = el("p", { class: "past-said" });
    this.more = el("p", { class: "past-more" });
    this.wrong = el("p", { class: "past-wrong", role: "alert" });
    this.retry = el("button", { type: "button", onclick: () => past.retry() }, t("past.retry"));
    this.back = el("button", { type: "button", class: "past-back", onclick: () => past.go(null) }, t("past.back"));
    element.replaceChildren(el("i", { class: "past-sign", "aria-hidden": "true" }, "⟲"), this.said, this.more, this.wrong, this.retry, this.back);
    past.on("state", () => this.show());
    past.shown.on("missed", () => this.showMissed());
    this.show();
  }

  show() {
    const { failed, shown } = this.past;
    const moment = shown.moment;
    this.element.hidden = !moment && !failed;
    this.root.classList.toggle("is-past", Boolean(moment));
    this.element.classList.toggle("is-live", !moment);
    this.said.replaceChildren(...(moment ? this.sentence(moment) : [t("past.still_live")]));
    this.wrong.textContent = failed ? this.trouble(failed) : "";
    this.wrong.hidden = !failed;
    this.retry.hidden = !failed?.moment;
    this.showMissed();
  }

  sentence(moment) {
    const time = el("time", { datetime: new Date(moment.at).toISOString() }, named(moment.at));
    const [before, after] = t("past.band").split("[time]");
    return [el("strong", {}, t("past.not_live")), " ", before, el("b", {}, time), after, manner(moment), "."];
  }

  trouble({ moment, text }) {
    return moment ? t("past.failed", { time: named(moment.at), text }) : t("past.bad_address");
  }

  showMissed() {
    const { n, bad } = this.past.shown.missed;
    const moment = this.past.shown.moment;
    const words = { n: number(n), bad: number(bad) };
    this.more.textContent = moment && n ? t(n === 1 ? "past.missed_1" : bad ? "past.missed_bad" : "past.missed", words) : "";
  }
}
