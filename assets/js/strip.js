// The strip: what came in by quarters of an hour (or longer), as a Plotly bar chart; refreshed at most
// every 10 s. It ends now, or lies around a moment that is further back.
import { Readable } from "./contents.js";
import { QUARTER } from "./counts.js";
import { clock, number, weekday } from "./format.js";
import { named } from "./moment.js";
import { t } from "./texts.js";
import { onTheme, token } from "./tokens.js";

const MINUTE = 60000;
const HOUR = 3600000;
const DAY = 24 * HOUR;
const EVERY = 10000;
const BAR = { 1: QUARTER, 3: HOUR, 7: 2 * HOUR }; // how long a bar is, by the days that are shown
const LABELLED = { 1: 3, 3: 12, 7: 24 }; // hours between labels
export const DAYS = Object.keys(BAR).map(Number);

export class Strip extends Readable {
  constructor(id, summary, counts) {
    super();
    Object.assign(this, { id, summary, counts, days: DAYS[0], at: null, shown: 0 });
    this.range = this.place(Date.now());
    counts.on("change", () => this.soon());
    onTheme(() => this.draw());
    setInterval(() => this.draw(), MINUTE);
    this.draw();
  }

  get endsNow() {
    return this.range.now;
  }

  // `at` (ms, null for now) always lies on the strip.
  see(at, days = this.days) {
    const moved = days !== this.days || at === null || at < this.range.from || at > this.range.to;
    Object.assign(this, { at, days });
    if (moved) this.draw();
  }

  place(now) {
    const span = this.days * DAY;
    const bar = BAR[this.days];
    const here = this.at === null || this.at > now - span;
    const end = here ? now : Math.min(now, this.at + span / 4);
    const from = Math.ceil(end / bar) * bar - span;
    return { from, to: Math.ceil(end / MINUTE) * MINUTE, now: end === now };
  }

  soon() {
    if (this.timer) return;
    this.timer = setTimeout(() => this.draw(), Math.max(200, this.shown + EVERY - Date.now()));
  }

  bars() {
    const { from, to } = this.range;
    const bar = BAR[this.days];
    return Array.from({ length: Math.ceil((to - from) / bar) }, (_, i) => this.counts.between(from + i * bar, bar));
  }

  draw() {
    clearTimeout(this.timer);
    this.timer = null;
    const now = Date.now();
    this.range = this.place(now);
    this.counts.forget(now);
    this.counts.reach(this.range.from);
    const bars = this.bars();
    this.shown = bars.some((bar) => bar.n) ? now : 0;
    window.dash_clientside?.set_props?.(this.id, { figure: this.figure(bars) });
    this.summary.textContent = this.describeAll(bars);
    this.emit("range", this.range);
  }

  // What stands under a moment of the strip.
  describe(at) {
    const bar = BAR[this.days];
    const found = this.counts.between(this.range.from + Math.floor((at - this.range.from) / bar) * bar, bar);
    const text = found.known ? t("strip.bar", { n: number(found.n), bad: number(found.bad) }) : t("strip.uncounted");
    return `${named(at)} · ${text}`;
  }

  describeAll(bars) {
    if (this.counts.since === Infinity) return "";
    const n = bars.reduce((sum, bar) => sum + bar.n, 0);
    const ends = { from: named(this.range.from), to: named(this.range.to) };
    const uncounted = bars[0].known ? "" : ` ${t("strip.uncounted_before", { time: named(this.counts.since) })}`;
    if (!n) return t("strip.empty", ends) + uncounted;
    const peak = bars.reduce((best, bar) => (bar.n > best.n ? bar : best));
    const bad = bars.reduce((sum, bar) => sum + bar.bad, 0);
    const values = { ...ends, n: number(n), bad: number(bad), peak: number(peak.n), time: named(peak.from) };
    return t("strip.summary", values) + uncounted;
  }

  ticks(bars) {
    const { from, to, now } = this.range;
    const bar = BAR[this.days];
    const narrow = this.summary.parentElement.offsetWidth < 700;
    const every = LABELLED[this.days] * (narrow ? 2 : 1);
    const name = (ms) => (this.days === 1 ? clock(ms) : `${weekday(ms)} ${clock(ms)}`);
    const places = [0];
    const texts = [`${weekday(from)} ${clock(from)}`];
    bars.forEach((one, i) => {
      const [hour, minutes] = clock(one.from).split(":").map(Number);
      if (minutes || hour % every || i < bars.length * 0.07 || i > bars.length * (narrow ? 0.8 : 0.92)) return;
      places.push((one.from - from) / bar);
      texts.push(name(one.from));
    });
    const last = now ? t("strip.now", { time: clock(to) }) : `${weekday(to)} ${clock(to)}`;
    return { tickvals: [...places, (to - from) / bar], ticktext: [...texts, last] };
  }

  figure(bars) {
    const { from, to } = this.range;
    const top = Math.max(4, ...bars.map((bar) => bar.n));
    const colour = (bar) => token(bar.bad ? "bad" : "bar");
    return {
      data: [
        {
          type: "bar",
          x: bars.map((_, i) => i + 0.5),
          y: bars.map((bar) => (bar.known ? bar.n : top * 0.06)),
          marker: { color: bars.map((bar) => (bar.known ? colour(bar) : token("line"))), line: { width: 0 } },
          hoverinfo: "skip",
        },
      ],
      layout: {
        height: 62,
        margin: { l: 32, r: 32, t: 2, b: 18 },
        bargap: 0.22,
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        font: { family: token("font"), size: 11, color: token("soft") },
        dragmode: false,
        showlegend: false,
        xaxis: {
          ...this.ticks(bars),
          fixedrange: true,
          showgrid: false,
          zeroline: false,
          range: [0, (to - from) / BAR[this.days]],
          tickangle: 0,
        },
        yaxis: { visible: false, fixedrange: true, range: [0, top * 1.05] },
      },
    };
  }
}
