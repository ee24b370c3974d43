// Pictures of the past, asked of the server: one question at a time, a few answers kept.
import { call } from "./api.js";
import { Contents, keyOf, order } from "./contents.js";
import { toQuery } from "./moment.js";

const LINES = 1000;
const KEPT = 8; // answers
const WEIGHT = 30000; // features in all kept answers together: memory stays flat
const FRESH = 60000; // ms that an answer "as known now" may be used again

export class Answers {
  constructor() {
    this.kept = new Map();
  }

  // What is known already, without asking; what was used last stays longest.
  find(moment) {
    const key = nameOf(moment);
    const found = this.kept.get(key);
    if (!found || (moment.known === null && Date.now() - found.asked > FRESH)) return null;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.contents;
  }

  // The contents of a moment, or what is wrong ({ text }); null when `signal` ended it.
  async ask(moment, signal) {
    const query = toQuery(moment);
    const asked = Date.now();
    const answers = await Promise.all([
      call(`/picture?${query}`, undefined, { signal }),
      call(`/timeline?limit=${LINES}&${query}`, undefined, { signal }),
    ]);
    if (signal.aborted) return null;
    const wrong = answers.find((answer) => !answer.ok);
    if (wrong) return { text: wrong.text };
    const [picture, timeline] = answers.map((answer) => answer.body);
    const contents = contentsOf(picture, timeline.entries, moment);
    this.keep(nameOf(moment), { contents, asked });
    return { contents };
  }

  keep(key, answer) {
    this.kept.delete(key);
    this.kept.set(key, answer);
    const weight = () => [...this.kept.values()].reduce((sum, { contents }) => sum + contents.features.size, 0);
    while (this.kept.size > 1 && (this.kept.size > KEPT || weight() > WEIGHT)) {
      this.kept.delete(this.kept.keys().next().value);
    }
  }
}

const nameOf = ({ at, known }) => `${at}|${known ?? "nu"}`;

// Regions without their shape, as over the socket: the map has them.
function contentsOf(picture, entries, { at, known }) {
  const found = new Contents();
  for (const feature of picture.features) {
    found.set(feature.properties.kind === "region" ? { ...feature, geometry: null } : feature);
  }
  found.sources = picture.sources ?? [];
  found.disciplines = picture.disciplines ?? [];
  found.totals = picture.totals ?? null;
  // A line that was true later, or known later, never stands in a picture of before.
  const then = (line) => Date.parse(line.time) <= at && (known === null || Date.parse(line.known) <= known);
  found.lines = entries.filter(then).sort((a, b) => order(a.cursor, b.cursor));
  for (const line of found.lines) line.key = keyOf(line);
  return found;
}
