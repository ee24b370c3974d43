// Feeds one map source: differences merged by id, the next only when the last one is on the screen.
const SLOWEST = 2000; // ms to wait for a source to be drawn: a hidden tab does not render

// After drawing, rest as long as it took: a slow machine then spends at most half of its time on the map.
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Channel {
  constructor(map, name) {
    this.map = map;
    this.name = name;
    this.put = new Map();
    this.remove = new Set();
    this.busy = false;
  }

  set(feature) {
    this.remove.delete(feature.properties.id);
    this.put.set(feature.properties.id, feature);
  }

  drop(id) {
    this.put.delete(id);
    this.remove.add(id);
  }

  async flush() {
    if (this.busy || !(this.put.size || this.remove.size)) return;
    const source = this.map.getSource(this.name);
    if (!source) return;
    this.busy = true;
    const diff = { add: [...this.put.values()], remove: [...this.remove] };
    this.put = new Map();
    this.remove = new Set();
    const began = performance.now();
    try {
      await source.updateData(diff);
      await this.drawn();
      await rest(Math.min(SLOWEST, performance.now() - began));
    } finally {
      this.busy = false;
    }
    this.flush();
  }

  drawn() {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.map.off("render", look);
        resolve();
      };
      const look = () => this.map.isSourceLoaded(this.name) && done();
      const timer = setTimeout(done, SLOWEST);
      this.map.on("render", look);
      look();
    });
  }
}
