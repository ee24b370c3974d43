// The bar of time: now, steps back and forth, a moment to type, and which of the two clocks is asked.
import { el } from "./dom.js";
import { named } from "./moment.js";
import { MomentInput } from "./momentinput.js";
import { minute } from "./past.js";
import { DAYS } from "./strip.js";
import { t } from "./texts.js";

const MINUTE = 60000;
const STEPS = [["time.hour", -60], ["time.quarter", -15], ["time.quarter", 15], ["time.hour", 60]];
const MODES = [["wisten", "time.mode_wisten"], ["was", "time.mode_was"]];
const WHAT = { wisten: "time.what_wisten", was: "time.what_was", vrij: "time.what_vrij" };
const SPANS = { 1: "time.days_1", 3: "time.days_3", 7: "time.days_7" };

export class TimeBar {
  constructor(element, past, strip) {
    Object.assign(this, { element, past, strip });
    this.live = this.button("now", "time.now", () => past.go(null));
    this.steps = STEPS.map(([key, minutes]) => this.step(key, minutes));
    this.field = new MomentInput(t("time.at"), (at) => past.go(at));
    this.note = el("span", { class: "time-note" });
    this.modes = MODES.map(([mode, key]) => this.mode(mode, key));
    this.what = el("small", { class: "time-what", id: "time-what" });
    this.more = this.button("more", "time.more", () => this.fold());
    this.more.setAttribute("aria-expanded", "false");
    element.replaceChildren(
      el("div", { class: "time-steps", role: "group", "aria-label": t("time.steps") }, this.live, this.steps),
      this.field.element,
      this.note,
      this.more,
      el("div", { class: "time-rest" }, this.span(), this.ways()),
    );
    past.on("state", () => this.show());
    this.show();
  }

  button(name, key, onclick) {
    return el("button", { type: "button", class: `time-${name}`, onclick }, t(key));
  }

  // The arrow is for the eye, the word for the ear.
  step(key, minutes) {
    const button = this.button("step", key, () => button.getAttribute("aria-disabled") || this.past.move(minutes * MINUTE));
    const back = minutes < 0;
    const arrow = el("span", { "aria-hidden": "true" }, back ? "‹ " : " ›");
    const way = el("span", { class: "unseen" }, ` ${t(back ? "time.back" : "time.on")}`);
    button.title = `${button.textContent} ${t(back ? "time.back" : "time.on")}`;
    if (back) button.prepend(arrow);
    else button.append(arrow);
    button.append(way);
    button.dataset.minutes = minutes;
    return button;
  }

  span() {
    const options = DAYS.map((days) => el("option", { value: days }, t(SPANS[days])));
    const pick = el("select", { class: "time-span", "aria-label": t("time.span") }, options);
    pick.addEventListener("change", () => this.strip.see(this.past.wanted?.at ?? null, Number(pick.value)));
    return pick;
  }

  mode(mode, key) {
    const input = el("input", { type: "radio", name: "time-mode", value: mode, "aria-describedby": "time-what", onchange: () => this.past.setMode(mode) });
    return el("label", {}, input, el("span", {}, t(key)));
  }

  ways() {
    this.at = new MomentInput(t("time.free_at"));
    this.known = new MomentInput(t("time.free_known"));
    const show = el("button", { type: "submit" }, t("time.free_show"));
    const free = el("form", { class: "time-free" }, el("b", {}, t("time.free")), el("p", {}, t("time.free_what")), this.at.labelled(), this.known.labelled(), show);
    free.addEventListener("submit", (event) => {
      event.preventDefault();
      const [at, known] = [this.at.value(), this.known.value()];
      if (at !== null && known !== null) this.past.go(at, Math.min(known, Date.now()));
    });
    this.expert = el("details", { class: "time-expert" }, el("summary", { title: t("time.free") }, t("time.free_open")), free);
    this.expert.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.expert.open) return;
      event.preventDefault();
      this.expert.open = false;
      this.expert.querySelector("summary").focus();
    });
    const modes = el("div", { class: "time-modes", role: "radiogroup", "aria-label": t("time.mode") }, this.modes);
    return el("div", { class: "time-ways" }, modes, this.expert, this.what);
  }

  // Narrow screens show one line until somebody wants more.
  fold() {
    const open = this.element.parentElement.classList.toggle("open");
    this.more.setAttribute("aria-expanded", String(open));
    this.more.textContent = t(open ? "time.less" : "time.more");
    if (open) this.strip.draw();
  }

  show() {
    const { wanted, mode, busy } = this.past;
    this.live.setAttribute("aria-pressed", String(!wanted));
    for (const button of this.steps) {
      const ahead = !wanted && button.dataset.minutes > 0;
      if (ahead) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
    this.element.setAttribute("aria-busy", String(busy));
    this.note.textContent = busy && wanted ? t("time.busy", { time: named(wanted.at) }) : "";
    this.field.set(wanted?.at ?? null);
    for (const label of this.modes) {
      const input = label.querySelector("input");
      input.checked = input.value === mode;
    }
    this.what.textContent = t(WHAT[mode], wanted ? { time: named(wanted.at), known: named(wanted.known ?? Date.now()) } : {});
    this.expert.classList.toggle("on", mode === "vrij");
    if (!this.expert.open) this.fillFree(wanted);
    this.strip.see(wanted?.at ?? null);
  }

  fillFree(wanted) {
    this.at.set(wanted?.at ?? minute(Date.now()));
    this.known.set(wanted?.known ?? minute(Date.now()));
  }
}
