// The alarm band: only what needs an action of this room, the most important one, and how many more.
import { el } from "./dom.js";
import { drill } from "./exercise.js";
import { short } from "./format.js";
import { serverText } from "./language.js";
import { open } from "./drawn.js";
import { openRequests, resource } from "./requests.js";
import { t, word } from "./texts.js";

const HOUR = 3600000;

export class Alarm {
  constructor(element, store) {
    Object.assign(this, { element, store });
    this.text = null;
    store.on("change", () => this.show());
    store.on("disciplines", () => this.show());
    setInterval(() => this.show(), 5000);
    this.show();
  }

  // By importance: a region that went up in GRIP, a discipline that fell silent, help that is too late.
  alarms() {
    return [...this.grip(), ...this.silent(), ...this.late()];
  }

  silent() {
    return this.store.disciplines
      .filter((row) => row.state === "stil")
      .sort((a, b) => Date.parse(b.last) - Date.parse(a.last))
      .map((row) => ({
        text: t("wall.alarm_silent", {
          discipline: word("discipline", row.name),
          state: word("state", row.state),
          time: short(row.last),
        }),
        more: this.sourceOf(row),
      }));
  }

  sourceOf({ name, last }) {
    const source = this.store.sources.find((one) => one.disciplines.includes(name) && one.last === last);
    return source ? t("wall.source", { name: source.name }) : "";
  }

  late() {
    const now = Date.now();
    return openRequests(this.store)
      .filter(({ properties: p }) => !drill(p) && p.needed_by && Date.parse(p.needed_by) < now && open(p).length)
      .map(({ properties: p }) => {
        const [first] = open(p);
        return {
          text: t("wall.alarm_late", { resource: resource(first) }),
          more: t("wall.needed", { time: short(p.needed_by) }),
        };
      });
  }

  grip() {
    const since = Date.now() - HOUR / 4;
    return this.store.lines
      .filter((line) => !drill(line) && line.entity.startsWith("region:") && line.severity >= 3 && Date.parse(line.known) > since)
      .sort((a, b) => b.severity - a.severity || Date.parse(b.time) - Date.parse(a.time))
      .map((line) => ({
        text: t("wall.alarm_grip", { region: this.store.regionName(line.region), text: "" }),
        said: line.text,
        more: short(line.time),
      }));
  }

  show() {
    const found = this.alarms();
    const [first] = found;
    const others = found.length - 1;
    const more = others === 1 ? t("wall.alarm_more_1") : others > 1 ? t("wall.alarm_more", { n: others }) : "";
    const [calm, hint] = this.calm();
    const [text, said] = first ? [`▲ ${first.text}`, first.said ?? ""] : [calm, ""];
    const beside = first ? [first.more, more].filter(Boolean).join(" · ") : hint;
    if (this.text === text + said + beside) return;
    this.text = text + said + beside;
    this.element.className = `alarm ${first ? "" : "calm"}`;
    this.element.replaceChildren(el("b", {}, text, serverText(said)), el("span", {}, beside));
  }

  // "All is well" may only be said when every discipline is heard: silence is never all-clear.
  calm() {
    const rows = this.store.disciplines;
    if (complete(rows)) return [t("wall.calm"), t("wall.calm_hint")];
    const groups = ["nooit", "stil", "onbekend", "vertraagd"].map((state) => {
      const names = rows.filter((row) => row.state === state).map((row) => word("discipline", row.name));
      return names.length ? `${word("state", state)}: ${names.join(", ")}` : "";
    });
    return [t("wall.partial"), groups.filter(Boolean).join(" · ")];
  }
}

export const complete = (rows) => rows.length > 0 && rows.every((row) => row.state === "actueel");
