// The picture as this tab knows it: features by id, timeline, sources. Tells listeners what changed, at
// most once a frame. Paused, it holds what arrives and counts it; disciplines are never paused.
import { Contents, keyOf, order } from "./contents.js";
import { Held, LINES } from "./held.js";

export class Store extends Contents {
  constructor() {
    super();
    this.known = new Set();
    this.changed = new Set();
    this.fresh = [];
    this.health = false;
    this.held = null;
    this.whole = false;
    this.ready = false;
  }

  take(message) {
    if (message.type === "tick") return this.emit("tick", message);
    if (message.disciplines) this.disciplines = message.disciplines;
    if (message.sources) this.sources = message.sources;
    if (message.disciplines) this.emit("disciplines", this.disciplines);
    if (this.paused && this.ready) {
      this.held.take(message);
      return this.emit("waiting", this.held.size);
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

  get paused() {
    return this.held !== null;
  }

  pause(on) {
    if (on === this.paused) return;
    const held = this.held;
    this.held = on ? new Held(this.features, this.known) : null;
    if (held) this.release(held);
    this.emit("waiting", 0);
  }

  // Lines that did not fit are missed by who counts them: "gap" says so.
  release({ drop, put, lines, whole, short }) {
    this.apply({ drop, put: put.values(), timeline: lines.values() });
    this.whole ||= whole;
    if (short) this.emit("gap");
    this.flushSoon();
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
