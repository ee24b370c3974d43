// What the page `/` shows: the live store, or the picture of a moment of the past. Parts of the page read
// this one only, so that none of them mixes the two; the live store goes on beneath it.
import { Readable, differs } from "./contents.js";

const FORWARDED = ["disciplines", "waiting", "tick"];

export class Shown extends Readable {
  constructor(live) {
    super();
    this.live = live;
    this.here = live;
    this.then = null;
    this.missed = { n: 0, bad: 0 };
    live.on("change", (change) => (this.then ? this.miss(change) : this.emit("change", change)));
    for (const event of FORWARDED) live.on(event, (detail) => this.then || this.emit(event, detail));
  }

  get features() {
    return this.here.features;
  }

  get memberOf() {
    return this.here.memberOf;
  }

  get lines() {
    return this.here.lines;
  }

  get sources() {
    return this.here.sources;
  }

  get disciplines() {
    return this.here.disciplines;
  }

  get ready() {
    return this.live.ready || Boolean(this.then);
  }

  get paused() {
    return this.live.paused;
  }

  get moment() {
    return this.then;
  }

  pause(on) {
    this.live.pause(on);
  }

  now() {
    return this.then?.at ?? Date.now();
  }

  // `contents` are of `moment`; none of both is back to what is live.
  show(contents = null, moment = null) {
    const before = this.here;
    if (!this.then && moment) this.missed = { n: 0, bad: 0 };
    this.here = contents ?? this.live;
    this.then = moment;
    const ids = before === this.here ? new Set() : differing(before.features, this.here.features);
    this.emit("change", { ids, lines: [], whole: true });
    this.emit("disciplines", this.disciplines);
    this.emit("moment", moment);
  }

  // What came in while one looks at the past is counted, not shown.
  miss({ lines }) {
    if (!lines.length) return;
    this.missed.n += lines.length;
    this.missed.bad += lines.filter((line) => (line.severity ?? 0) >= 3).length;
    this.emit("missed", this.missed);
  }
}

// Only what differs is drawn again: sliding over a quiet hour then costs next to nothing.
function differing(one, other) {
  const ids = new Set();
  for (const [id, feature] of other) if (differs(one.get(id), feature)) ids.add(id);
  for (const id of one.keys()) if (!other.has(id)) ids.add(id);
  return ids;
}
