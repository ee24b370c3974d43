// The requests as this page knows them. The socket tells which one changed; that one is asked again, so
// that every open page shows a step as soon as it is acknowledged.
import { call } from "./api.js";
import { Look } from "./look.js";

const AT_ONCE = 4; // requests that are asked one by one; more than that, and all are
const enc = encodeURIComponent;

export class Requests {
  constructor(store) {
    this.store = store;
    this.views = new Map();
    this.kinds = new Map();
    this.failed = null;
    this.ready = false;
    this.listeners = [];
    this.wanted = new Set();
    this.all = new Look(() => this.load(), { least: 2000, most: 30000 });
    store.on("change", ({ ids, whole }) => this.heard(ids, whole));
  }

  on(listener) {
    this.listeners.push(listener);
  }

  emit() {
    for (const listener of this.listeners) listener();
  }

  async learn() {
    const answer = await call("/kinds");
    if (answer.ok) this.kinds = new Map(answer.body.kinds.map((kind) => [kind.code, kind]));
  }

  async load() {
    if (!this.kinds.size) await this.learn();
    const answer = await call("/requests");
    this.failed = answer.ok ? null : answer.text;
    if (answer.ok) {
      const found = new Map(answer.body.requests.map((view) => [view.id, view]));
      for (const id of this.views.keys()) if (!found.has(id)) this.views.delete(id);
      for (const view of found.values()) this.put(view);
      this.ready = true;
    }
    this.emit();
  }

  heard(ids, whole) {
    const mine = [...ids].filter((id) => id.startsWith("request:"));
    if (whole && this.ready) this.all.soon();
    if (!mine.length || !this.ready) return;
    for (const id of mine) this.wanted.add(id);
    if (!this.pulling) this.pull();
  }

  async pull() {
    this.pulling = true;
    while (this.wanted.size) {
      const ids = [...this.wanted];
      this.wanted.clear();
      if (ids.length > AT_ONCE) await this.load();
      else await Promise.all(ids.map((id) => this.one(id)));
    }
    this.pulling = false;
  }

  async one(id) {
    const answer = await call(`/requests/${enc(id)}`);
    if (answer.ok) this.take(answer.body);
    else if (answer.status === 404) this.views.delete(id);
    else this.all.soon();
    this.emit();
  }

  // An answer that overtook a newer one changes nothing.
  put(view) {
    const known = this.views.get(view.id);
    if (!known || view.version >= known.version) this.views.set(view.id, view);
  }

  take(view) {
    this.put(view);
    this.emit();
  }

  step(id, body) {
    return call(`/requests/${enc(id)}/steps`, body);
  }
}
