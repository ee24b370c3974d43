// The last 24 hours by quarters of an hour, as a Plotly bar chart; refreshed at most every 10 s.
import { clock, number, weekday } from "./format.js";
import { t } from "./texts.js";
import { onTheme, token } from "./tokens.js";

const QUARTER = 15 * 60000;
const BARS = 96;
const EVERY = 10000;
const SEVERE = 3;
const PAGE = 1000;
const PAGES = 5;

export class Strip {
  constructor(id, summary, store) {
    Object.assign(this, { id, summary, store });
    this.shown = 0;
    store.on("change", ({ lines, whole }) => (lines.length || whole) && this.soon());
    onTheme(() => this.draw());
    setInterval(() => this.soon(), 60000);
    this.soon();
  }

  soon() {
    if (this.timer) return;
    this.timer = setTimeout(() => this.draw(), Math.max(200, this.shown + EVERY - Date.now()));
  }

  bars(now) {
    const end = Math.ceil(now / QUARTER) * QUARTER;
    const start = end - BARS * QUARTER;
    const bars = Array.from({ length: BARS }, (_, i) => ({ from: start + i * QUARTER, n: 0, bad: 0 }));
    for (const line of this.store.lines) {
      const bar = bars[Math.floor((Date.parse(line.time) - start) / QUARTER)];
      if (!bar) continue;
      bar.n += 1;
      if ((line.severity ?? 0) >= SEVERE) bar.bad += 1;
    }
    return bars;
  }

  draw() {
    clearTimeout(this.timer);
    this.timer = null;
    const now = Date.now();
    const bars = this.bars(now);
    this.shown = this.store.lines.length ? now : 0;
    window.dash_clientside?.set_props?.(this.id, { figure: figure(bars, now) });
    this.summary.textContent = describe(bars);
  }
}

const between = (bar) => ({ from: clock(bar.from), to: clock(bar.from + QUARTER), n: bar.n, bad: bar.bad });

function describe(bars) {
  const n = bars.reduce((sum, bar) => sum + bar.n, 0);
  if (!n) return t("strip.empty");
  const peak = bars.reduce((best, bar) => (bar.n > best.n ? bar : best));
  const bad = bars.reduce((sum, bar) => sum + bar.bad, 0);
  return t("strip.summary", { n: number(n), bad: number(bad), peak: number(peak.n), time: clock(peak.from) });
}

function ticks(bars, now) {
  const places = [0];
  const texts = [`${weekday(bars[0].from)} ${clock(bars[0].from)}`];
  bars.forEach((bar, i) => {
    if (i < 6 || i > BARS - 9 || Number(clock(bar.from).slice(0, 2)) % 3 || !clock(bar.from).endsWith(":00")) return;
    places.push(i);
    texts.push(clock(bar.from));
  });
  return { places: [...places, BARS - 1], texts: [...texts, t("strip.now", { time: clock(now) })] };
}

function figure(bars, now) {
  const { places, texts } = ticks(bars, now);
  const top = Math.max(4, ...bars.map((bar) => bar.n));
  const at = (now - bars[0].from) / QUARTER - 0.5;
  return {
    data: [
      {
        type: "bar",
        x: bars.map((_, i) => i),
        y: bars.map((bar) => bar.n),
        marker: { color: bars.map((bar) => token(bar.bad ? "bad" : "bar")), line: { width: 0 } },
        text: bars.map((bar) => t("strip.bar", between(bar))),
        textposition: "none",
        hovertemplate: "%{text}<extra></extra>",
      },
    ],
    layout: {
      height: 68,
      margin: { l: 32, r: 32, t: 2, b: 18 },
      bargap: 0.22,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: token("font"), size: 11, color: token("soft") },
      dragmode: false,
      showlegend: false,
      xaxis: {
        tickvals: places,
        ticktext: texts,
        fixedrange: true,
        showgrid: false,
        zeroline: false,
        range: [-0.7, BARS + 0.6],
        tickangle: 0,
      },
      yaxis: { visible: false, fixedrange: true, range: [0, top * 1.05] },
      shapes: [{ type: "line", x0: at, x1: at, y0: 0, y1: 1, yref: "paper", line: { color: token("info"), width: 2 } }],
      hoverlabel: { bgcolor: token("panel"), bordercolor: token("line"), font: { color: token("ink"), family: token("font") } },
    },
  };
}

// Lines of the last day that the socket's first message no longer had.
export async function fetchDay(store) {
  const since = Date.now() - BARS * QUARTER;
  let before = null;
  for (let page = 0; page < PAGES; page += 1) {
    const query = before ? `&before=${encodeURIComponent(before)}` : "";
    const answer = await fetch(`/api/v1/timeline?limit=${PAGE}${query}`);
    if (!answer.ok) return;
    const { entries } = await answer.json();
    store.addPast(entries);
    if (entries.length < PAGE || Date.parse(entries.at(-1).known) < since) return;
    before = entries.at(-1).cursor;
  }
}
