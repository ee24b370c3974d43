// What is different since the briefing before, as sentences by discipline and region; they come worst first,
// and so do the groups.
import { el } from "./dom.js";
import { utc, when } from "./format.js";
import { serverText } from "./language.js";
import { mark } from "./parts.js";
import { t, word } from "./texts.js";

export function changeList({ changes, since }) {
  if (!changes || !since) return [el("p", { class: "empty" }, t("briefing.no_since"))];
  const from = t("briefing.since_when", { when: when(since.at), known: when(since.known_at) });
  if (!changes.length) return [el("p", { class: "empty" }, t("briefing.unchanged"), " ", from)];
  return [
    el("p", { class: "panel-what" }, from),
    ...groups(changes, (one) => one.discipline).map(([discipline, rows]) =>
      el(
        "section",
        { class: "change-group" },
        el("h3", {}, discipline ? mark(discipline) : null, " ", discipline ? word("discipline", discipline) : t("briefing.of_all")),
        groups(rows, (one) => one.region_name ?? "").map(([region, lines]) => [
          el("h4", {}, region || t("briefing.no_region")),
          el("ul", {}, lines.map(line)),
        ]),
      ),
    ),
  ];
}

// A Map keeps the order in which groups first come.
function groups(rows, name) {
  const found = new Map();
  for (const row of rows) found.set(name(row), [...(found.get(name(row)) ?? []), row]);
  return [...found];
}

// When it was and that it is an exercise stand in the sentence.
const line = ({ text, severity, time }) =>
  el("li", { class: severity >= 3 ? "bad" : severity === 2 ? "warn" : "", title: time ? utc(time) : null }, serverText(text));
