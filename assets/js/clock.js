// The clock with its zone, and the band that says when the connection is gone.
import { el } from "./dom.js";
import { clock, day, utc, zone } from "./format.js";
import { t } from "./texts.js";

export function startClock(element) {
  const time = el("b");
  const below = el("i");
  element.replaceChildren(time, below);
  const tick = () => {
    const now = new Date();
    const text = clock(now);
    if (time.textContent === text) return;
    time.textContent = text;
    below.textContent = `${day(now)} · ${zone(now)}`;
    element.title = utc(now).replace(/:\d\d UTC/, " UTC");
  };
  tick();
  setInterval(tick, 250);
}

export class Band {
  constructor(element, root) {
    this.element = element;
    this.root = root;
  }

  link(state, heard) {
    const lost = state === "lost" || state === "never";
    this.root.classList.toggle("is-lost", lost);
    if (lost) {
      const text = heard ? t("link.lost", { since: clock(heard) }) : t("link.never");
      this.show(text, "lost");
    } else this.element.hidden = true;
  }

  show(text, kind, ...more) {
    this.element.className = `band ${kind}`;
    this.element.replaceChildren(el("span", {}, text), ...more);
    this.element.hidden = false;
  }

  offerReload() {
    const button = el("button", { type: "button", onclick: () => location.reload() }, t("link.reload"));
    this.show(t("link.version"), "new", button);
  }
}
