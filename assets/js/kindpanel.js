// What the law says of a kind of bijstand: who may ask, where it goes, who decides, and how sure that is.
import { local } from "./aidwords.js";
import { el } from "./dom.js";
import { serverText } from "./language.js";
import { whoDoes } from "./requestlog.js";
import { t, word } from "./texts.js";

export function kindPanel(kind, contacts) {
  const line = (key, said, ours) => (said || ours) && el("div", {}, el("dt", {}, t(key)), el("dd", {}, said ? serverText(said) : ours));
  const facts = [
    line("law.basis", null, [serverText(kind.legal_basis), kind.legal_date && ` ${t("law.read_in", { date: kind.legal_date })}`]),
    line("law.requesters", kind.requesters.join(", "), t("law.anyone")),
    line("law.addressed", kind.addressed_to),
    line("law.decides", kind.decides),
    line("law.informs", kind.informs.join(", ")),
    line("law.signature", kind.signature?.text),
    line("law.targets", null, targets(kind)),
  ];
  return [
    kind.referral && el("p", { class: "notice referral", role: "note" }, el("b", {}, t("law.elsewhere")), " ", serverText(kind.referral)),
    kind.phone_first && !kind.referral && phone(contacts),
    el("h3", {}, local(kind, "title")),
    el("dl", { class: "facts" }, facts.filter(Boolean)),
    kind.route.length && el("h3", {}, t("aid.route")),
    kind.route.length && el("ol", { class: "route" }, kind.route.map((act) => el("li", {}, whoDoes(act)))),
    (kind.notes.length || kind.links.length) && el("h3", {}, t("law.notes")),
    el("ul", { class: "plain-list notes" }, kind.notes.map((note) => el("li", {}, serverText(note))), kind.links.map(read)),
  ].filter(Boolean);
}

function phone(contacts) {
  const numbers = contacts.map(({ name, phone: number }) => [name, number].filter(Boolean).join(" ")).join(" · ");
  return el("p", { class: "notice phone-first", role: "note" }, el("b", {}, t("law.phone_first")), numbers && ` ${numbers}`);
}

// Times that the LOCC set itself; the law names none, and the note says so.
function targets({ targets: said, targets_note: note }) {
  const times = Object.entries(said ?? {}).map(([name, text]) => `${word("target", name)} ${length(text)}`);
  return times.length ? [`${times.join(", ")}. `, serverText(note)] : null;
}

function length(text) {
  const [, count, unit] = /^([\d.]+)(\w+)$/.exec(text) ?? [];
  return unit ? `${count} ${word("length", unit)}` : text;
}

const read = ({ title, url }) =>
  el("li", {}, url.startsWith("https:") ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title) : title);
