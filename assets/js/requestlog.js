// Beside a request: its legal route with what of it is done, who signed, and the log of all that was done.
import { local } from "./aidwords.js";
import { el } from "./dom.js";
import { capital, short, when } from "./format.js";
import { serverText } from "./language.js";
import { moment, tag } from "./parts.js";
import { t } from "./texts.js";

// "LOCC controleert", and not "LOCC: LOCC controleert".
export function whoDoes(act) {
  const said = local(act, "act");
  const named = said.toLowerCase().startsWith(act.actor.toLowerCase());
  const actor = el("b", {}, serverText(named ? said.slice(0, act.actor.length) : capital(act.actor)));
  return [actor, named ? said.slice(act.actor.length) : `: ${said}`];
}

// The acts of the route; those whose step stands in the log are done.
export function route(kind, view) {
  if (!kind?.route?.length) return [];
  const taken = new Set(view.log.map((row) => row.step).filter(Boolean));
  const acts = kind.route.map((act) => {
    const done = act.step && taken.has(act.step);
    return el("li", { class: done ? "done" : "" }, whoDoes(act), done && el("span", { class: "unseen" }, ` (${t("aid.route_done")})`));
  });
  return [el("h3", {}, t("aid.route")), el("ol", { class: "route" }, acts)];
}

export function signatures({ signatures: signed }, setup) {
  const rows = signed.map(({ name, role, at, gemeente }) =>
    el("li", {}, el("b", {}, name), `, ${role}`, gemeente && ` · ${setup.gemeenten[gemeente] ?? gemeente}`, at && el("span", {}, " · ", moment(at))),
  );
  return [el("h3", {}, t("aid.signatures")), rows.length ? el("ul", { class: "plain-list" }, rows) : el("p", { class: "quiet" }, t("aid.unsigned"))];
}

// The newest on top: who did what, in which role, and when it was known when that was later.
export function logList({ log }) {
  const rows = [...log].reverse().map((row) =>
    el(
      "li",
      { class: row.recalled ? "recalled" : "" },
      moment(row.time),
      el("div", {}, el("span", {}, serverText(capital(row.text))), " ", row.recalled && tag(t("aid.recalled")), el("small", {}, said(row))),
    ),
  );
  return [el("h3", {}, t("aid.log")), rows.length ? el("ol", { class: "log" }, rows) : el("p", { class: "quiet" }, t("aid.no_log"))];
}

const LATE = 60000;

function said({ actor, role, way, time, known }) {
  const late = known && Date.parse(known) - Date.parse(time) > LATE;
  const capacity = [role, way && way !== "loket" && way].filter(Boolean).join(" · ");
  const parts = [actor, capacity && serverText(capacity), late && t("timeline.known", { time: short(known) })].filter(Boolean);
  return parts.map((part, place) => [place ? " · " : "", part]);
}

// What was done on a request after a version, as sentences: for who was busy with that version.
export const since = (view, version) =>
  view.log.filter((row) => (row.version ?? 0) > version).map((row) => `${when(row.time)} ${row.text} (${row.actor ?? ""})`);
