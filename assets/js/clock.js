// The clock with its zone, or a moment of the past beside it; the band that says when the connection is gone.
import { el } from "./dom.js";
import { clock, day, utc, zone } from "./format.js";
import { t } from "./texts.js";

export function startClock(element) {
  const time = el("b");
  const below = el("i");
  element.replaceChildren(time, below);
  let then = null;
  let shown = "";
  const tick = () => {
    const now = new Date();
    if (shown === `${then} ${clock(now)}`) return;
    shown = `${then} ${clock(now)}`;
    const moment = then ?? now;
    time.textContent = clock(moment);
    below.textContent = then === null ? `${day(now)} · ${zone(now)}` : `${day(then)} · ${t("past.now", { time: clock(now) })}`;
    element.title = utc(moment).replace(/:\d\d UTC/, " UTC");
    element.classList.toggle("past", then !== null);
  };
  tick();
  setInterval(tick, 250);
  return (moment) => {
    then = moment?.at ?? null;
    tick();
  };
}

export class Band {
  constructor(element, root) {
    this.element = element;
    this.root = root;
    this.state = null;
    this.past = false;
  }

  link(state, heard) {
    Object.assign(this, { state, heard });
    const lost = state === "lost" || state === "never";
    this.root.classList.toggle("is-lost", lost && !this.past);
    if (lost) this.show(this.lost(), "lost");
    else this.element.hidden = true;
  }

  // A picture of the past does not age: it stays as it is when the connection goes.
  setPast(on) {
    if (this.past === on) return;
    this.past = on;
    if (this.state === "lost" || this.state === "never") this.link(this.state, this.heard);
  }

  lost() {
    if (!this.heard) return t("link.never");
    return t(this.past ? "link.lost_past" : "link.lost", { since: clock(this.heard) });
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
