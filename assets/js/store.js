// The picture as this tab knows it: features by id, timeline, sources. Tells listeners what changed, at
// most once a frame. Paused, it keeps what arrives apart and counts it; disciplines are never paused.
import { Contents, keyOf, order } from "./contents.js";

const LINES = 2000;

export class Store extends Contents {
  constructor() {
    super();
    this.known = new Set();
    this.changed = new Set();
    this.fresh = [];
    this.health = false;
    this.paused = false;
    this.waiting = [];
    this.whole = false;
    this.ready = false;
  }

  take(message) {
    if (message.type === "tick") return this.emit("tick", message);
    if (message.disciplines) this.disciplines = message.disciplines;
    if (message.sources) this.sources = message.sources;
    if (message.disciplines) this.emit("disciplines", this.disciplines);
    if (this.paused && this.ready) {
      if (message.type === "picture") this.waiting = [];
      this.waiting.push(message);
      return this.emit("waiting", this.pending());
    }
    this.apply(message);
    this.flushSoon();
  }

  apply(message) {
    if (message.type === "picture") this.replace(message);
    else {
      for (const id of message.drop ?? []) this.drop(id);
      for (const feature of message.put ?? []) this.put(feature);
      this.add(message.timeline ?? [], true);
    }
  }

  replace(message) {
    const present = new Set(message.features.map((feature) => feature.id));
    for (const id of [...this.features.keys()]) if (!present.has(id)) this.drop(id);
    for (const feature of message.features) this.put(feature);
    this.add(message.timeline ?? [], this.ready);
    this.whole = true;
  }

  put(feature) {
    this.set(feature);
    this.changed.add(feature.id);
  }

  drop(id) {
    if (this.features.delete(id)) this.changed.add(id);
  }

  add(lines, fresh) {
    for (const line of lines) {
      const key = keyOf(line);
      if (this.known.has(key)) continue;
      this.known.add(key);
      line.key = key;
      this.lines.push(line);
      if (fresh) this.fresh.push(line);
    }
    this.lines.sort((a, b) => order(a.cursor, b.cursor));
    while (this.lines.length > LINES) this.known.delete(this.lines.shift().key);
  }

  // Older lines, asked for apart (the strip of the last day). Before the picture is there they wait for it:
  // their rows name its regions.
  addPast(lines) {
    this.add(lines, false);
    this.whole = true;
    if (this.ready) this.flushSoon();
  }

  pause(on) {
    this.paused = on;
    if (!on) {
      const waiting = this.waiting;
      this.waiting = [];
      for (const message of waiting) this.apply(message);
      this.flushSoon();
    }
    this.emit("waiting", 0);
  }

  pending() {
    const ids = new Set();
    for (const message of this.waiting) {
      for (const feature of message.put ?? message.features ?? []) ids.add(feature.id);
      for (const id of message.drop ?? []) ids.add(id);
    }
    return ids.size;
  }

  flushSoon() {
    if (this.timer) return;
    this.timer = setTimeout(() => this.flush(), 16);
  }

  flush() {
    this.timer = null;
    const detail = { ids: this.changed, lines: this.fresh, whole: this.whole };
    this.changed = new Set();
    this.fresh = [];
    this.whole = false;
    this.ready = true;
    this.emit("change", detail);
  }
}
