// The bar of time: now, steps back and forth, a moment to type, and which of the two clocks is asked.
import { el } from "./dom.js";
import { local, momentsOf } from "./dutchtime.js";
import { zone } from "./format.js";
import { named } from "./moment.js";
import { minute } from "./past.js";
import { DAYS } from "./strip.js";
import { t } from "./texts.js";

const MINUTE = 60000;
const STEPS = [["hour_back", -60], ["quarter_back", -15], ["quarter_on", 15], ["hour_on", 60]];
const MODES = ["wisten", "was"];
const TYPED = 700; // ms after the last key before what is typed is gone to

export class TimeBar {
  constructor(element, past, strip) {
    Object.assign(this, { element, past, strip });
    this.live = this.button("now", "now", () => past.go(null));
    this.steps = STEPS.map(([name, minutes]) => this.step(name, minutes));
    this.field = new MomentInput(t("time.at"), (at) => past.go(at));
    this.note = el("span", { class: "time-note" });
    this.modes = MODES.map((mode) => this.mode(mode));
    this.what = el("small", { class: "time-what", id: "time-what" });
    this.more = this.button("more", "more", () => this.fold());
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
    return el("button", { type: "button", class: `time-${name}`, onclick }, t(`time.${key}`));
  }

  // The sign is for the eye, the words for the ear.
  step(name, minutes) {
    const button = this.button("step", name, () => button.getAttribute("aria-disabled") || this.past.move(minutes * MINUTE));
    button.setAttribute("aria-label", t(`time.${name}_long`));
    button.title = t(`time.${name}_long`);
    button.dataset.minutes = minutes;
    return button;
  }

  span() {
    const options = DAYS.map((days) => el("option", { value: days }, t(`time.days_${days}`)));
    const pick = el("select", { class: "time-span", "aria-label": t("time.span") }, options);
    pick.addEventListener("change", () => this.strip.see(this.past.wanted?.at ?? null, Number(pick.value)));
    return pick;
  }

  mode(mode) {
    const input = el("input", { type: "radio", name: "time-mode", value: mode, "aria-describedby": "time-what", onchange: () => this.past.setMode(mode) });
    return el("label", {}, input, el("span", {}, t(`time.mode_${mode}`)));
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
    window.dispatchEvent(new Event("resize"));
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
    const values = wanted ? { time: named(wanted.at), known: named(wanted.known ?? Date.now()) } : { time: t("time.then"), known: "" };
    this.what.textContent = t(`time.what_${mode}`, values);
    this.expert.classList.toggle("on", mode === "vrij");
    if (!this.expert.open) this.fillFree(wanted);
    this.strip.see(wanted?.at ?? null);
  }

  fillFree(wanted) {
    this.at.set(wanted?.at ?? minute(Date.now()));
    this.known.set(wanted?.known ?? minute(Date.now()));
  }
}

// A day and a Dutch clock time. In the hour that comes twice it asks which of the two is meant.
class MomentInput {
  constructor(label, then = null) {
    Object.assign(this, { label, then });
    this.input = el("input", { type: "datetime-local", "aria-label": label, min: "2000-01-01T00:00", oninput: () => this.typed() });
    this.which = el("select", { class: "time-which", "aria-label": t("time.which"), hidden: true, onchange: () => this.go() });
    this.wrong = el("span", { class: "time-wrong", role: "alert" });
    this.element = el("span", { class: "time-field" }, this.input, this.which, this.wrong);
    if (!then) return;
    this.input.addEventListener("keydown", (event) => event.key === "Enter" && this.go());
    this.input.addEventListener("blur", () => this.timer && this.go());
  }

  labelled() {
    return el("div", { class: "time-labelled" }, el("span", { "aria-hidden": "true" }, this.label), this.element);
  }

  typed() {
    this.offer(momentsOf(this.input.value));
    if (!this.then) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.go(), TYPED);
  }

  go() {
    clearTimeout(this.timer);
    this.timer = null;
    const at = this.value();
    if (at === null || !this.then) return;
    const ahead = at > Date.now();
    this.wrong.textContent = ahead ? t("time.ahead") : "";
    if (!ahead) this.then(at);
  }

  value() {
    if (this.input.value < this.input.min) return null;
    const found = momentsOf(this.input.value);
    return found.find((ms) => String(ms) === this.which.value) ?? found[0] ?? null;
  }

  offer(found, chosen = found[0]) {
    const names = found.length > 1 ? found : [];
    this.which.hidden = !names.length;
    this.which.replaceChildren(...names.map((ms, i) => el("option", { value: ms }, t(`time.which_${i}`, { zone: zone(ms) }))));
    if (names.length) this.which.value = chosen;
  }

  // What somebody is typing stays; null shows an empty field.
  set(at) {
    if (this.timer || (this.at === at && this.input.value)) return;
    this.at = at;
    this.wrong.textContent = "";
    this.input.value = at === null ? "" : local(at).slice(0, 16);
    this.offer(at === null ? [] : momentsOf(local(at).slice(0, 16)), minute(at ?? 0));
  }
}
