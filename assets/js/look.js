// Looks at the server again: soon after `soon()`, never twice at once, at most once in `least` ms and,
// while the page is seen, at least once in `most` ms.
export class Look {
  constructor(load, { least = 1500, most = 20000 } = {}) {
    Object.assign(this, { load, least, last: 0, timer: null, busy: false, again: false });
    setInterval(() => document.visibilityState === "visible" && this.soon(), most);
  }

  soon() {
    if (this.timer) return;
    this.timer = setTimeout(() => this.run(), Math.max(0, this.last + this.least - Date.now()));
  }

  async run() {
    this.timer = null;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    try {
      await this.load();
    } finally {
      this.busy = false;
      this.last = Date.now();
      if (this.again) this.soon();
      this.again = false;
    }
  }
}
