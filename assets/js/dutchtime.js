// Dutch clock time to a moment and back, without a library: which moments have this clock time? None in
// the hour that summer time skips, two in the hour that comes twice.
const ZONE = "Europe/Amsterdam";
const HOUR = 3600000;
const OFFSETS = [2 * HOUR, HOUR]; // CEST first: in the doubled hour the first moment comes first
const LOCAL = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" });
const CLOCK = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?$/;

// `2026-11-25T14:00`, with seconds only where there are.
export function local(ms) {
  const text = LOCAL.format(ms).replace(" ", "T");
  return text.endsWith(":00") ? text.slice(0, 16) : text;
}

// Every moment (ms) at which Dutch clocks show this; of a skipped hour, what the clock was put to.
export function momentsOf(text) {
  const [, day, time, seconds = ":00"] = CLOCK.exec(text) ?? [];
  if (!day) return [];
  const wall = Date.parse(`${day}T${time}${seconds}Z`);
  if (Number.isNaN(wall)) return [];
  const shown = `${day}T${time}${seconds === ":00" ? "" : seconds}`;
  const found = OFFSETS.map((offset) => wall - offset).filter((ms) => local(ms) === shown);
  return found.length ? found : [wall - HOUR];
}

const offsetOf = (ms) => (local(ms) === local(ms + HOUR) ? "+02:00" : "+01:00");

// As text that says the same in every hour: with its offset where the clock time alone would not do.
export function written(ms) {
  if (ms % 1000) return new Date(ms).toISOString();
  const text = local(ms);
  return momentsOf(text).length > 1 ? text + offsetOf(ms) : text;
}

// ISO 8601, with `Z` or an offset or as Dutch clock time; null when it is none.
export function read(text) {
  if (!text) return null;
  const plain = text.trim().replace(/ (?=\d\d:?\d\d$)/, (gap, at, whole) => (at > 11 ? "+" : gap));
  const [first] = momentsOf(plain);
  if (first !== undefined) return first;
  const ms = /^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:?\d\d)$/i.test(plain) ? Date.parse(plain) : NaN;
  return Number.isNaN(ms) ? null : ms;
}
