// What is said of a source, in words: how often, how late, how its clock stands.
import { number } from "./format.js";
import { t, word } from "./texts.js";

const WORST_FIRST = ["nooit", "stil", "onbekend", "vertraagd", "actueel"];
const SKEW_TOLD = 5; // s of difference from which a clock is said to be wrong (mlob/sources.py)

export const rank = (state) => WORST_FIRST.indexOf(state);

// The worst first; of those who are equally bad, who has been silent longest.
export const worse = (a, b) =>
  rank(a.state) - rank(b.state) || (a.last ?? "").localeCompare(b.last ?? "") || a.name.localeCompare(b.name, "nl");

export function rhythm(text) {
  const [, count, unit] = /^([\d.]+)(ms|s|m|h|d)$/.exec(text) ?? [];
  return unit ? t("sources.every", { n: number(Number(count)), unit: word("length", unit) }) : text;
}

const LENGTHS = [
  [172800, 86400, "d"],
  [7200, 3600, "h"],
  [120, 60, "m"],
];

export function length(seconds) {
  if (seconds < 0) return `−${length(-seconds)}`;
  for (const [from, one, unit] of LENGTHS) {
    if (seconds >= from) return `${number(Math.round(seconds / one))} ${word("length", unit)}`;
  }
  return `${number(seconds < 10 ? seconds : Math.round(seconds))} ${word("length", "s")}`;
}

export const skewed = (seconds) => typeof seconds === "number" && Math.abs(seconds) > SKEW_TOLD;

export function skew(seconds) {
  if (typeof seconds !== "number") return "";
  if (Math.abs(seconds) < 1) return t("sources.clock_right");
  return t(seconds > 0 ? "sources.clock_ahead" : "sources.clock_behind", { length: length(Math.abs(seconds)) });
}

export const disciplines = (codes) => codes.map((code) => word("discipline", code)).join(", ");

// "8 bronnen: 1 stil, 7 actueel": the worst first here too.
export function summary(sources) {
  if (!sources.length) return "";
  const counts = WORST_FIRST.map((state) => [state, sources.filter((source) => source.state === state).length]);
  const parts = counts.filter(([, n]) => n).map(([state, n]) => `${number(n)} ${word("state", state)}`);
  return t(sources.length === 1 ? "sources.count_1" : "sources.count", { n: number(sources.length), parts: parts.join(", ") });
}
