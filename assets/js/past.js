// Which moment the page `/` shows: what was asked for, what is on its way, what is there. The last wish
// wins; while one slides, the server is never asked more often than it answers.
import { Readable } from "./contents.js";
import { restoreAddress, writeAddress } from "./address.js";
import { fromAddress, modeOf, same, toAddress } from "./moment.js";
import { Answers } from "./pastanswers.js";

const QUICK = 400; // ms an answer may take to be asked for while sliding; slower, and one must rest first
const WAIT = 60;
const REST = 250;
const PATIENCE = 2500; // ms after which a question that is no longer wanted is given up
const SETTLED = 1000; // ms without another wish: only then it is a step in the browser's history
const BUSY = 150; // ms after which it is said that a picture is on its way
const AGAIN = 30000; // ms between looks at "what was so then, as we know now" while reports come in
const MINUTE = 60000;

export const minute = (ms) => Math.floor(ms / MINUTE) * MINUTE;

export class Past extends Readable {
  constructor(shown, speak) {
    super();
    Object.assign(this, { shown, speak, answers: new Answers(), mode: "wisten" });
    this.wanted = null;
    this.failed = null;
    this.busy = false;
    this.took = 0;
    this.spoken = null;
    window.addEventListener("mlob:back", () => this.back());
    setInterval(() => this.again(), AGAIN);
  }

  // What the address asks for, when the page opens.
  start() {
    const query = new URLSearchParams(location.search);
    const moment = fromAddress(query);
    if (moment) this.want(moment);
    else if (query.has("om")) {
      writeAddress({ om: null, bekend: null });
      this.failed = { moment: null, text: "" };
      this.tell();
    }
  }

  // To another moment in the way that was chosen; null, or a moment that has yet to come, is now.
  go(at, known) {
    if (at === null || at > Date.now() - 1000) return this.choose(null);
    const ways = { wisten: at, was: null, vrij: this.wanted?.known ?? null };
    this.choose({ at, known: known === undefined ? ways[this.mode] : known });
  }

  move(ms) {
    this.go((this.wanted?.at ?? minute(Date.now())) + ms);
  }

  setMode(mode) {
    this.mode = mode;
    if (this.wanted) this.go(this.wanted.at);
    else this.tell();
  }

  choose(moment) {
    if (same(moment, this.wanted) && !this.failed) return;
    this.write(moment);
    this.want(moment);
  }

  want(moment) {
    this.wanted = moment;
    this.failed = null;
    if (moment) this.mode = modeOf(moment);
    if (!moment) this.live();
    else this.soon();
    this.tell();
  }

  live() {
    this.controller?.abort();
    clearTimeout(this.timer);
    this.timer = null;
    if (this.shown.moment) this.shown.show();
  }

  retry() {
    this.failed = null;
    this.soon();
    this.tell();
  }

  back() {
    const moment = fromAddress(new URLSearchParams(location.search));
    restoreAddress(toAddress(moment));
    if (!same(moment, this.wanted)) this.want(moment);
  }

  // A step in the history for each moment somebody stays at, not for all that he slides over.
  write(moment) {
    writeAddress(toAddress(moment), { push: !this.sliding });
    clearTimeout(this.sliding);
    this.sliding = setTimeout(() => {
      this.sliding = null;
      this.say();
    }, SETTLED);
  }

  soon() {
    const known = this.answers.find(this.wanted);
    if (known) return this.show(known, this.wanted);
    if (this.timer && this.took < QUICK) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), this.took < QUICK ? WAIT : REST);
  }

  async run() {
    this.timer = null;
    if (this.running) {
      if (performance.now() - this.began > PATIENCE) this.controller.abort();
      return;
    }
    this.running = true;
    const slow = setTimeout(() => this.setBusy(true), BUSY);
    while (this.wanted && !same(this.wanted, this.shown.moment) && !this.failed) await this.one(this.wanted);
    clearTimeout(slow);
    this.running = false;
    this.setBusy(false);
  }

  async one(moment) {
    const known = this.answers.find(moment);
    if (known) return this.show(known, moment);
    this.controller = new AbortController();
    this.began = performance.now();
    const found = await this.answers.ask(moment, this.controller.signal);
    this.took = performance.now() - this.began;
    if (!found || !this.wanted) return;
    if (found.contents) this.show(found.contents, moment);
    else if (same(moment, this.wanted)) {
      this.failed = { moment, text: found.text };
      this.tell();
    }
  }

  show(contents, moment) {
    this.seen = this.shown.moment ? this.shown.missed.n : 0;
    this.shown.show(contents, moment);
    this.tell();
    this.say();
  }

  setBusy(on) {
    if (this.busy === on) return;
    this.busy = on;
    this.tell();
  }

  tell() {
    this.emit("state", this);
  }

  // Once for each moment that somebody stays at, and once on the way back.
  say() {
    const moment = this.shown.moment;
    if (this.sliding || !same(moment, this.wanted) || same(moment, this.spoken)) return;
    this.spoken = moment;
    this.speak(moment);
  }

  // What was so then, as we know now, changes while reports of then come in.
  async again() {
    const moment = this.shown.moment;
    if (!moment || moment.known !== null || this.running || this.shown.missed.n === this.seen) return;
    const found = await this.answers.ask(moment, new AbortController().signal);
    if (found?.contents && same(moment, this.shown.moment)) this.show(found.contents, moment);
  }
}
