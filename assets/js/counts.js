// How many lines a quarter of an hour: counted from the timeline, page by page back to where somebody
// looks, and from what comes in since. The lines themselves are not kept.
import { call } from "./api.js";
import { Readable, order } from "./contents.js";

export const QUARTER = 15 * 60000;
const PAGE = 1000;
const PAGES = 20; // at most, for one look further back
const TOLD = 2; // pages that also go to the timeline of the store: it holds no more
const SEVERE = 3;
const LONGEST = 8 * 86400000; // ms after which a quarter is forgotten

export class Counts extends Readable {
  constructor(store) {
    super();
    Object.assign(this, { store, quarters: new Map(), newest: null, oldest: null, since: Infinity, fresh: [] });
    store.on("change", ({ lines }) => this.take(this.opened ? lines : store.lines));
    store.on("gap", () => this.restart());
  }

  // Lines went by uncounted: all is counted anew from what is asked.
  restart() {
    this.stale = Boolean(this.reaching);
    if (this.stale) return;
    this.quarters.clear();
    Object.assign(this, { newest: null, oldest: null, since: Infinity, fresh: [] });
    this.emit("change");
  }

  // The first time: all that the socket began with, of which some may be counted already.
  take(lines) {
    this.opened = true;
    if (!lines.length) return;
    if (this.newest === null) this.fresh.push(...lines);
    else this.count(lines.filter((line) => order(line.cursor, this.newest) > 0));
    this.emit("change");
  }

  count(lines) {
    for (const line of lines) {
      const quarter = Math.floor(Date.parse(line.time) / QUARTER);
      const bar = this.quarters.get(quarter) ?? { n: 0, bad: 0 };
      bar.n += 1;
      if ((line.severity ?? 0) >= SEVERE) bar.bad += 1;
      this.quarters.set(quarter, bar);
    }
  }

  // Lines that were known since `from` are counted; `since` (ms) says how far that came.
  async reach(from) {
    if (this.reaching || from >= this.since) return;
    this.reaching = true;
    try {
      for (let page = 0; page < PAGES && this.since > from; page += 1) if (!(await this.page(page))) break;
    } finally {
      this.reaching = false;
    }
    if (this.stale) this.restart();
    else this.emit("change");
  }

  async page(number) {
    const before = this.oldest ? `&before=${encodeURIComponent(this.oldest)}` : "";
    const answer = await call(`/timeline?limit=${PAGE}${before}`);
    if (!answer.ok) return false;
    const { entries, cursor } = answer.body;
    if (this.newest === null) this.begin(entries[0]?.cursor ?? cursor);
    if (!before || number < TOLD) this.store.addPast(entries);
    this.count(entries);
    this.oldest = entries.at(-1)?.cursor ?? this.oldest;
    this.since = entries.length < PAGE ? -Infinity : Number(this.oldest.split("-")[0]);
    this.emit("change");
    return true;
  }

  begin(newest) {
    this.newest = newest;
    this.count(this.fresh.filter((line) => order(line.cursor, newest) > 0));
    this.fresh = [];
  }

  // Lines from `from` for `ms`, both multiples of a quarter.
  between(from, ms) {
    const found = { from, to: from + ms, n: 0, bad: 0, known: from >= this.since };
    for (let quarter = from / QUARTER; quarter < (from + ms) / QUARTER; quarter += 1) {
      const { n = 0, bad = 0 } = this.quarters.get(quarter) ?? {};
      found.n += n;
      found.bad += bad;
    }
    return found;
  }

  forget(now) {
    for (const quarter of this.quarters.keys()) if (quarter * QUARTER < now - LONGEST) this.quarters.delete(quarter);
  }
}
