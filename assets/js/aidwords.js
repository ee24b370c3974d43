// What is said of a request, in words: how urgent it is, what is still needed, who asks by which law.
import { capital, number, remaining } from "./format.js";
import { t, word } from "./texts.js";

export const ENDED = new Set(["beeindigd", "nafase", "gesloten", "afgewezen", "ingetrokken"]);
const SOON = 60 * 60000; // ms before the needed-by time from which it is coloured
const english = () => document.documentElement.lang === "en";

// The text of a kind, a field or a step in the language of the page.
export const local = (thing, name) => (english() && thing?.[`${name}_en`]) || thing?.[name] || "";

export const kindTitle = (kinds, code) => local(kinds.get(code), "title") || code || t("aid.kind_unknown");
export const resourceName = (code) => capital(word("resource", code ?? ""));

// "peloton" after 1, else "pelotons"; a unit that somebody made up stays as he wrote it.
export function unitName(unit, n = 2) {
  const plain = (unit ?? "").toLowerCase();
  const said = plain && word(n === 1 ? "unit_one" : "unit", plain);
  return said === plain ? (unit ?? "") : said;
}

export const stateWord = (view) => capital(word("word", view.state ?? ""));

export const needed = (view) => view.items.filter((item) => item.outstanding > 0);
const due = (view) => Date.parse(view.needed_by ?? "") || Infinity;

// How a request stands against its needed-by time: what to say and how loud.
export function countdown(view, now = Date.now()) {
  if (ENDED.has(view.state)) return { text: "", kind: "" };
  const left = due(view) - now;
  const there = view.items.length && view.items.every((item) => item.arrived >= item.requested);
  if (there) return { text: t("aid.all_there"), kind: "" };
  if (!Number.isFinite(left)) return { text: t("requests.no_time"), kind: "" };
  const quiet = !needed(view).length && left >= 0;
  if (left < 0) return { text: t("aid.late", { time: remaining(left) }), kind: "bad" };
  return { text: t("aid.left", { time: remaining(left) }), kind: left < SOON && !quiet ? "warn" : "" };
}

// What is late and still needed comes first, then what is urgent, then by time; what is over comes last.
export function urgency(a, b, now = Date.now()) {
  return level(b, now) - level(a, now) || due(a) - due(b) || String(b.filed_at).localeCompare(String(a.filed_at));
}

function level(view, now) {
  if (ENDED.has(view.state)) return 0;
  if (due(view) < now && needed(view).length) return 3;
  return view.urgent ? 2 : 1;
}

// "28 van 68 personen": what is outstanding, and of how many when part is promised.
export function amount(item) {
  const partly = item.outstanding < item.requested;
  return { many: number(item.outstanding), of: partly ? t("requests.of", { n: number(item.requested) }) : "", unit: unitName(item.unit, item.outstanding || item.requested) };
}

export const place = (view, setup) =>
  [setup.gemeenten[view.gemeente], setup.regions[view.region]].filter(Boolean).join(", ");

// Texts of the server name gemeenten by their code; people by their name.
export const withNames = (text, setup) => text.replace(/GM\d{4}/g, (code) => setup.gemeenten[code] ?? code);

export const requester = ({ organisation, role, name }) => [organisation, [role, name].filter(Boolean).join(" ")].filter(Boolean).join(", ");

// Totals of what is outstanding by resource; real requests and exercises apart.
export function outstanding(views) {
  const totals = new Map();
  for (const view of views) {
    if (ENDED.has(view.state)) continue;
    for (const item of view.items) {
      const key = JSON.stringify([item.resource, item.unit]);
      totals.set(key, (totals.get(key) ?? 0) + item.outstanding);
    }
  }
  return [...totals].map(([key, n]) => ({ resource: JSON.parse(key)[0], unit: JSON.parse(key)[1], n })).filter(({ n }) => n > 0);
}
