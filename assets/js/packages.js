// What the server has of packages: asked now and then, and every second while one is being made.
import { call } from "./api.js";
import { Look } from "./look.js";

export const BUSY = ["wacht", "bezig"];
const SECOND = 1000;

export class Packages {
  constructor() {
    Object.assign(this, { rows: null, failed: null, listeners: [], sign: "" });
    this.looking = new Look(() => this.load(), { least: SECOND });
  }

  on(listener) {
    this.listeners.push(listener);
  }

  async load() {
    const answer = await call("/snapshots");
    this.failed = answer.ok ? null : answer.text;
    if (answer.ok) this.rows = answer.body.snapshots;
    if (this.rows?.some((row) => BUSY.includes(row.state))) this.looking.soon();
    this.tell();
  }

  // What was just ordered is there at once, before the server is asked again.
  take(row) {
    this.rows = [row, ...(this.rows ?? []).filter((other) => other.id !== row.id)];
    this.tell();
    this.looking.soon();
  }

  tell() {
    const sign = JSON.stringify([this.rows, this.failed]);
    if (sign === this.sign) return;
    this.sign = sign;
    for (const listener of this.listeners) listener(this);
  }

  find = (id) => this.rows?.find((row) => row.id === id);

  get done() {
    return (this.rows ?? []).filter((row) => row.state === "klaar");
  }
}
