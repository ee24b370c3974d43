// The values of a feature in words: which are shown, in which order, under which name.
import { capital, number, when } from "./format.js";
import { t, word } from "./texts.js";

const HIDDEN = new Set(["item_ids", "items", "kind", "disciplines", "actor", "judged_why"]);
// What the page of bijstand shows better.
const ELSEWHERE = /^(log|promise|offer|order|recall|attachment|outlook|plan|settlement|evaluation)\.|^(told|phase_at|phase_by|phase_reason)$/;
// What people ask first; the rest follows by name, what only machines use last.
const FIRST = ["title", "status", "state", "severity", "grip", "phase", "verification", "needed_by", "geometry", "place"];
const LAST = ["valid_from", "valid_to", "version", "operation", "cot_type", "sidc", "how", "body", "exercise_request"];

export const shown = (values) =>
  values
    .filter(({ name }) => !HIDDEN.has(name) && !ELSEWHERE.test(name))
    .sort((a, b) => rank(a.name) - rank(b.name));

function rank(name) {
  if (FIRST.includes(name)) return FIRST.indexOf(name) - FIRST.length;
  return LAST.includes(name) ? 1 + LAST.indexOf(name) : 0;
}

// `item.a.requested` is one value of a line: each part has its own word.
export const field = (name) => capital(name.split(".").map((part) => word("field", part)).join(" "));

export function valueText(name, value) {
  if (value === null || value === undefined || value === "") return t("detail.none");
  if (name === "severity") return capital(word("severity", value));
  if (name === "resource") return capital(word("resource", value));
  if (name === "speed") return `${Math.round(value * 3.6)} km/u`;
  if (name === "course") return `${Math.round(value)}°`;
  if (name === "accuracy_m") return `${number(value)} m`;
  if (typeof value === "number") return number(value);
  if (typeof value === "boolean") return t(value ? "detail.yes" : "detail.no");
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") return place(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return when(value);
  return ["status", "state", "verification", "phase"].includes(name) ? capital(word("word", value)) : String(value);
}

function place({ type, coordinates }) {
  if (type !== "Point") return type;
  const [lon, lat] = coordinates;
  return `${lat.toFixed(5)} N, ${lon.toFixed(5)} O`;
}
