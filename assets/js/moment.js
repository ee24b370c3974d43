// A moment of the past that can be shown: `at` is when it was so, `known` what we knew by then (ms), null
// for what we know now. How it stands in the address, in a question to the server, and in words.
import { read, written } from "./dutchtime.js";
import { clock, day, zone } from "./format.js";
import { t } from "./texts.js";

export const NOW = "nu";
const AS = { wisten: "past.as_wisten", was: "past.as_was" };

export const same = (one, other) => one?.at === other?.at && one?.known === other?.known;

// The three questions: what did we know then, what was so then, and both times free.
export function modeOf({ at, known }) {
  if (known === null) return "was";
  return known === at ? "wisten" : "vrij";
}

// `?om=&bekend=`: null without a moment, or with one that has yet to come.
export function fromAddress(query, now = Date.now()) {
  const at = read(query.get("om"));
  if (at === null || at > now) return null;
  const said = query.get("bekend");
  const known = said === NOW ? null : read(said);
  return { at, known: known !== null && known > now ? null : known };
}

export const toAddress = (moment) => ({
  om: moment && written(moment.at),
  bekend: moment && (moment.known === null ? NOW : written(moment.known)),
});

// Without `known_at` it is what the server knows by its own clock.
export function toQuery({ at, known }) {
  const query = new URLSearchParams({ at: new Date(at).toISOString() });
  if (known !== null) query.set("known_at", new Date(known).toISOString());
  return query;
}

// Always with its day: who looks at the past must see which one. The zone only where it is needed.
export function named(ms) {
  const doubled = written(ms).length > 16 && written(ms).includes("+");
  return `${day(ms)} ${clock(ms)}${doubled ? ` ${zone(ms)}` : ""}`;
}

// How what is shown was known, after a comma: "zoals wij het toen wisten".
export function manner(moment) {
  if (modeOf(moment) === "vrij") return t("past.as_free", { time: named(moment.known) });
  return t(AS[modeOf(moment)]);
}
