// Speaks only real changes: politely and at most once in ten seconds, alarms at once. While the past is
// shown only alarms are spoken, with "now" before them: what else came is not in that picture.
import { byId } from "./dom.js";
import { drill } from "./exercise.js";
import { serverText } from "./language.js";
import { t, word } from "./texts.js";

const EVERY = 10000;

export class Speaker {
  constructor(store) {
    this.store = store;
    this.count = 0;
    this.worst = null;
    this.states = new Map();
    this.past = false;
    store.on("change", ({ lines }) => this.lines(lines));
    store.on("disciplines", (rows) => this.disciplines(rows));
    setInterval(() => this.flush(), EVERY);
  }

  lines(lines) {
    this.count += lines.length;
    for (const line of lines) {
      if ((line.severity ?? 0) < 3 || drill(line)) continue;
      if (line.kind === "region" || line.entity.startsWith("region:")) {
        this.shout(t("speak.grip", { region: this.store.regionName(line.region), text: "" }), serverText(line.text));
      } else this.worst = line;
    }
  }

  disciplines(rows) {
    for (const row of rows) {
      const before = this.states.get(row.name);
      this.states.set(row.name, row.state);
      if (before && before !== row.state && row.state === "stil") {
        this.shout(t("speak.silent", { discipline: word("discipline", row.name), state: word("state", row.state) }));
      }
    }
  }

  shout(...words) {
    tell("shout", this.past && t("past.shout", { text: "" }), words);
  }

  setPast(on) {
    this.past = on;
    this.count = 0;
    this.worst = null;
  }

  flush() {
    if (!this.count || this.past) return;
    if (this.worst) tell("speak", t("speak.severe", { text: "" }), serverText(this.worst.text));
    else tell("speak", t("speak.many", { n: this.count }));
    this.count = 0;
    this.worst = null;
  }
}

const tell = (id, ...words) => byId(id).replaceChildren(...words.flat(Infinity).filter(Boolean));
