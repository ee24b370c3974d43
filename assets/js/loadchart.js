// One resource through the coming hours: what is claimed as bars, what there is as a line. What is claimed
// beyond it is coloured; the words above the chart say it too.
import { clock, number, weekday } from "./format.js";
import { t } from "./texts.js";
import { token } from "./tokens.js";

export function loadFigure(one, hours) {
  const series = one?.series ?? [];
  const at = series.map(({ t: moment }) => new Date(moment));
  const step = hours > 48 ? 12 : hours > 24 ? 6 : 3;
  const marks = at.map((moment, index) => [index, moment]).filter(([, moment]) => Number(clock(moment).slice(0, 2)) % step === 0);
  const known = series.length > 0 && series[0].available !== null;
  const within = series.map(({ claimed, available }) => (known ? Math.min(claimed, available) : claimed));
  const over = series.map(({ claimed }, index) => claimed - within[index]);
  const x = series.map((_, index) => index);
  const text = series.map(({ claimed }, index) => t("load.bar", { time: clock(at[index]), n: number(claimed) }));
  const bars = (name, y, colour) => ({ type: "bar", name, x, y, text, textposition: "none", hovertemplate: "%{text}<extra></extra>", marker: { color: token(colour), line: { width: 0 } } });
  const there = { type: "scatter", mode: "lines", name: t("load.available"), x, y: series.map(({ available }) => available), line: { color: token("info"), width: 2.5, shape: "hv", dash: "dash" }, hovertemplate: `${t("load.available")}: %{y}<extra></extra>` };
  return {
    data: [bars(t("load.claimed"), within, "bar"), ...(known ? [bars(t("load.over"), over, "bad"), there] : [])],
    layout: {
      height: 340,
      barmode: "stack",
      margin: { l: 44, r: 12, t: 36, b: 34 },
      bargap: 0.15,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: token("font"), size: 12, color: token("soft") },
      dragmode: false,
      showlegend: true,
      legend: { orientation: "h", y: 1.16, x: 0, font: { color: token("ink") } },
      xaxis: {
        tickvals: marks.map(([index]) => index),
        ticktext: marks.map(([, moment]) => (clock(moment) === "00:00" ? `${weekday(moment)} ${clock(moment)}` : clock(moment))),
        fixedrange: true,
        showgrid: false,
        zeroline: false,
        tickangle: 0,
      },
      yaxis: { fixedrange: true, rangemode: "tozero", gridcolor: token("line"), zerolinecolor: token("line"), tickformat: ",~r", separatethousands: true, ...(Math.max(0, ...series.map(({ claimed }) => claimed)) < 6 && { dtick: 1 }) },
      separators: ",.",
      hoverlabel: { bgcolor: token("panel"), bordercolor: token("line"), font: { color: token("ink"), family: token("font") } },
    },
  };
}
