import { t } from "./texts.js";

const NAMED = 3; // more regions than this are counted

// The codes of the regions that a feature lies in: an area may cover several.
export function regionsOf(properties) {
  if (properties.veiligheidsregios?.length) return properties.veiligheidsregios;
  const one = properties.veiligheidsregio ?? properties.region;
  return one ? [one] : [];
}

// A picture at one time, live or past, and how it is read.
// What the parts of a page read a picture by, and how they hear of it: "change" ({ ids, lines, whole }),
// "disciplines", "moment". Whoever extends it has `features`, `memberOf`, `lines`.
export class Readable {
  constructor() {
    this.listeners = new Map();
  }

  on(event, listener) {
    const list = this.listeners.get(event) ?? [];
    this.listeners.set(event, [...list, listener]);
  }

  emit(event, detail) {
    for (const listener of this.listeners.get(event) ?? []) listener(detail);
  }

  // The moment that ages and deadlines are counted from, ms: of a live picture the clock.
  now() {
    return Date.now();
  }

  // The moment of the past that is shown ({ at, known }), null while it is live.
  get moment() {
    return null;
  }

  // The id under which something is shown: its own, or that of what it was joined to.
  resolve(id) {
    const joined = this.memberOf.get(id);
    return !this.features.has(id) && joined && this.features.has(joined) ? joined : id;
  }

  count(kind) {
    let n = 0;
    for (const { properties } of this.features.values()) if (properties.kind === kind) n += 1;
    return n;
  }

  ofKind(kind) {
    return [...this.features.values()].filter((feature) => feature.properties.kind === kind);
  }

  regionName(code) {
    return this.features.get(`region:${code}`)?.properties.title ?? code ?? "";
  }

  // Where a feature is, largest last: gemeente and region, or all regions that an area covers.
  places(properties) {
    const several = properties.veiligheidsregios?.length && this.called(properties.veiligheidsregios);
    return several ? [several] : [properties.gemeente_name, properties.veiligheidsregio_name].filter(Boolean);
  }

  // Where a line of the timeline is about.
  whereabouts(line) {
    return line.regions?.length ? this.called(line.regions) : this.regionName(line.region);
  }

  called(codes) {
    return codes.length > NAMED ? t("places.regions", { n: codes.length }) : codes.map((code) => this.regionName(code)).join(", ");
  }
}

// What a picture holds at one time: features by id, timeline, sources, disciplines.
export class Contents extends Readable {
  constructor() {
    super();
    this.features = new Map();
    this.memberOf = new Map();
    this.lines = [];
    this.sources = [];
    this.disciplines = [];
  }

  set(feature) {
    this.features.set(feature.id, feature);
    for (const member of feature.properties.members ?? []) this.memberOf.set(member, feature.id);
  }
}

export const keyOf = (line) => `${line.cursor}|${line.entity}|${line.text}`;

// Whether a feature is not what it was; there may have been none.
export const differs = (before, feature) => before !== feature && (!before || JSON.stringify(before) !== JSON.stringify(feature));

// Journal ids are `milliseconds-sequence` and compare as two numbers.
export function order(a, b) {
  const [left, right] = [String(a).split("-"), String(b).split("-")];
  return left[0] - right[0] || (left[1] ?? 0) - (right[1] ?? 0);
}
