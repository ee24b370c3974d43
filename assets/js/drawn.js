// From a feature to the few properties that its map layers and filters read.
import { regionsOf } from "./contents.js";
import { drill } from "./exercise.js";
import { number } from "./format.js";

const DOTTED = new Set(["unit", "facility", "incident", "area"]);

export const isStale = (properties, now) =>
  Boolean(properties.stale_at) && DOTTED.has(properties.kind) && Date.parse(properties.stale_at) < now;

export function tone(severity) {
  return severity >= 3 ? "bad" : severity === 2 ? "warn" : "plain";
}

// Only incidents and areas take colour from their severity: nothing else is coloured without cause.
function toneOf(properties) {
  if (drill(properties)) return "drill";
  const coloured = properties.kind === "incident" || properties.kind === "area";
  return coloured ? tone(properties.severity ?? 0) : "plain";
}

export const items = (properties) =>
  (properties.items ?? []).map((text) => {
    try {
      return typeof text === "string" ? JSON.parse(text) : text;
    } catch {
      return {};
    }
  });

export const open = (properties) => items(properties).filter((item) => item.outstanding > 0);

// Line items are of different things: they are never added up.
function openText(properties) {
  const [first, ...more] = open(properties);
  if (!items(properties).length) return "?";
  if (!first) return "✓";
  return number(first.outstanding) + (more.length ? ` +${more.length}` : "");
}

const searched = (properties, id) =>
  [properties.title, properties.status, properties.gemeente_name, properties.veiligheidsregio_name, id]
    .concat(properties.callsign ?? [], properties.organisation ?? [], properties.place ?? [])
    .filter(Boolean)
    .join(" ")
    .toLowerCase();

export function drawn(feature, now) {
  const p = feature.properties;
  const stale = isStale(p, now) ? 1 : 0;
  const found = {
    id: feature.id,
    icon: `mark-${p.discipline ?? "overig"}-${toneOf(p)}-${stale}`,
    severity: (p.kind === "incident" || p.kind === "area") && !drill(p) ? (p.severity ?? 0) : 0,
    stale,
    disciplines: `|${(p.disciplines?.length ? p.disciplines : [p.discipline]).join("|")}|`,
    vr: `|${regionsOf(p).join("|")}|`,
    verification: p.verification ?? "",
    text: searched(p, feature.id),
    grip: drill(p) ? 0 : (p.grip ?? 0),
  };
  if (typeof p.course === "number") found.course = p.course;
  if (typeof p.speed === "number") found.speed = p.speed;
  if (p.kind === "request") {
    found.label = openText(p);
    found.moving = items(p).some((item) => item.departed > 0) ? 1 : 0;
  }
  return found;
}

// The same question as the map's filter, for lists and tables.
export function matches(filter, properties, id) {
  const codes = properties.disciplines?.length ? properties.disciplines : [properties.discipline];
  if (filter.disciplines && !codes.some((code) => !code || filter.disciplines.has(code))) return false;
  if (filter.regions && !regionsOf(properties).some((code) => filter.regions.has(code))) return false;
  if (filter.verification.size && !filter.verification.has(properties.verification)) return false;
  return !filter.search || searched(properties, id).includes(filter.search);
}

// As an expression of the MapLibre style specification.
export function expression(filter) {
  const all = ["all"];
  if (filter.disciplines) {
    const any = [...filter.disciplines].map((code) => ["in", `|${code}|`, ["get", "disciplines"]]);
    all.push(["any", ["==", ["get", "disciplines"], "||"], ...any]);
  }
  if (filter.regions) all.push(["any", ...[...filter.regions].map((code) => ["in", `|${code}|`, ["get", "vr"]])]);
  if (filter.verification.size) {
    all.push(["in", ["get", "verification"], ["literal", [...filter.verification]]]);
  }
  if (filter.search) all.push(["in", filter.search, ["get", "text"]]);
  return all.length > 1 ? all : null;
}
