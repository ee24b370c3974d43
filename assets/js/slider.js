// The slider over the strip: a native one, so that a click, a drag and every key do what people expect.
import { el } from "./dom.js";
import { named } from "./moment.js";
import { minute } from "./past.js";
import { t } from "./texts.js";

const MINUTE = 60000;
const HOUR = 60; // steps of the slider
const THUMB = 14; // px, as in css/timebar.css

export class Slider {
  constructor(element, past, strip) {
    Object.assign(this, { past, strip });
    this.input = el("input", {
      type: "range",
      class: "time-slider",
      step: 1,
      "aria-label": t("time.slider"),
      oninput: () => this.take(),
      onkeydown: (event) => this.key(event),
    });
    this.tip = el("span", { class: "time-tip", hidden: true, "aria-hidden": "true" });
    this.later = el("i", { class: "time-later", "aria-hidden": "true" });
    this.element = el("div", { class: "time-track" }, this.later, this.input, this.tip);
    this.element.addEventListener("pointermove", (event) => this.point(event));
    this.element.addEventListener("pointerleave", () => (this.tip.hidden = true));
    element.append(this.element);
    past.on("state", () => this.show());
    strip.on("range", () => this.show());
    this.show();
  }

  // The right end of a strip that ends now is "live".
  take() {
    const at = Number(this.input.value) * MINUTE;
    this.past.go(this.strip.endsNow && this.input.value === this.input.max ? null : at);
  }

  key(event) {
    const step = { PageUp: HOUR, PageDown: -HOUR }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.past.move(step * MINUTE);
  }

  show() {
    const { from, to } = this.strip.range;
    const { wanted } = this.past;
    const at = wanted?.at ?? Date.now();
    this.input.min = minute(from) / MINUTE;
    this.input.max = Math.ceil(to / MINUTE);
    this.input.value = wanted ? minute(at) / MINUTE : this.input.max;
    this.input.setAttribute("aria-valuetext", wanted ? named(at) : t("time.live"));
    const share = wanted ? Math.min(1, Math.max(0, (at - from) / (to - from))) : 1;
    this.element.style.setProperty("--at", share.toFixed(4));
    this.element.classList.toggle("past", Boolean(wanted));
  }

  // What stands under the pointer: the time to go to, and how much came in.
  point({ clientX }) {
    const box = this.input.getBoundingClientRect();
    const { from, to } = this.strip.range;
    const inset = THUMB / 2;
    const share = (clientX - box.left - inset) / (box.width - THUMB);
    if (share < 0 || share > 1) return (this.tip.hidden = true);
    this.tip.textContent = this.strip.describe(from + share * (to - from));
    this.tip.hidden = false;
    const half = this.tip.offsetWidth / 2;
    const x = clientX - this.element.getBoundingClientRect().left;
    this.tip.style.left = `${Math.min(this.element.offsetWidth - half, Math.max(half, x))}px`;
  }
}
