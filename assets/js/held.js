// What came in while the picture stands still: each feature as it is by now, what is gone, the last lines.
// However long that takes, it is no more than one picture.
import { differs, keyOf } from "./contents.js";

export const LINES = 2000; // of the timeline; older ones are asked for apart

export class Held {
  // `features` are what is shown meanwhile, by id; `known` has the key of each line that is shown.
  constructor(features, known) {
    Object.assign(this, { features, known, put: new Map(), drop: new Set(), lines: new Map(), whole: false, short: false });
  }

  // How many features will be other than they are shown.
  get size() {
    return this.put.size + this.drop.size;
  }

  take({ type, put = [], drop = [], features, timeline = [] }) {
    if (type === "picture") this.replace(features);
    for (const id of drop) this.lose(id);
    for (const feature of put) this.keep(feature);
    for (const line of timeline) this.add(line);
  }

  // After a gap the server tells all there is: only what differs from what is shown has to wait.
  replace(features) {
    this.whole = true;
    this.put.clear();
    this.drop.clear();
    const present = new Set(features.map((feature) => feature.id));
    for (const id of this.features.keys()) if (!present.has(id)) this.drop.add(id);
    for (const feature of features) if (differs(this.features.get(feature.id), feature)) this.put.set(feature.id, feature);
  }

  keep(feature) {
    this.drop.delete(feature.id);
    this.put.set(feature.id, feature);
  }

  // What came and went meanwhile was never shown: nothing of it waits.
  lose(id) {
    this.put.delete(id);
    if (this.features.has(id)) this.drop.add(id);
  }

  add(line) {
    const key = keyOf(line);
    if (this.known.has(key) || this.lines.has(key)) return;
    this.lines.set(key, line);
    if (this.lines.size <= LINES) return;
    this.lines.delete(this.lines.keys().next().value);
    this.short = true;
  }
}
