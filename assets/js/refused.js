// Refused messages: what waits for somebody, what became of the rest, and by which source.
import { call } from "./api.js";
import { el } from "./dom.js";
import { number } from "./format.js";
import { keep } from "./keep.js";
import { serverText } from "./language.js";
import { Look } from "./look.js";
import { moment, tag } from "./parts.js";
import { t } from "./texts.js";

const KILO = 1024;

export const size = (bytes) => (bytes < KILO ? t("refused.bytes", { n: number(bytes) }) : t("refused.kilobytes", { n: number(bytes / KILO) }));

export class Refused {
  constructor({ list, settled, counts, store, choose, offer, changed }) {
    Object.assign(this, { list, settledList: settled, counts, store, choose, offer, changed });
    this.from = null;
    this.chosen = null;
    this.waiting = null;
    this.settled = [];
    this.looking = new Look(() => this.load());
    this.total = -1;
    store.on("disciplines", () => this.heard());
    this.looking.soon();
  }

  // The socket tells how many each source was refused; which those are is asked when that grows.
  heard() {
    const total = this.store.sources.reduce((sum, source) => sum + source.rejected, 0);
    if (total !== this.total) this.looking.soon();
    this.total = total;
  }

  async load() {
    const answer = await call("/quarantine");
    this.failed = answer.ok ? null : answer.text;
    if (answer.ok) {
      this.waiting = answer.body.quarantine;
      this.settled = answer.body.settled;
      this.offer([...new Set([...this.waiting, ...this.settled].map((row) => row.source))].sort());
      this.changed();
    }
    this.show();
  }

  setFrom(name) {
    this.from = name || null;
    this.show();
  }

  select(id) {
    this.chosen = id;
    for (const row of this.list.querySelectorAll("[data-key]")) this.light(row);
  }

  light(row) {
    const chosen = row.dataset.key === this.chosen;
    row.firstChild.classList.toggle("chosen", chosen);
    if (chosen) row.firstChild.setAttribute("aria-current", "true");
    else row.firstChild.removeAttribute("aria-current");
  }

  find = (id) => this.waiting?.find((row) => row.id === id);
  fate = (id) => this.settled.find((row) => row.id === id);

  show() {
    const mine = (row) => !this.from || row.source === this.from;
    const waiting = (this.waiting ?? []).filter(mine);
    const settled = this.settled.filter(mine);
    keep(this.list, waiting, { key: (row) => row.id, build: (row) => this.row(row), empty: () => this.empty() });
    keep(this.settledList, settled, { key: (row) => row.id, build: outcome, empty: () => el("li", { class: "empty" }, t("refused.none_settled")) });
    this.select(this.chosen);
    this.counts.waiting.textContent = this.waiting ? number(waiting.length) : "";
    this.counts.settled.textContent = this.waiting ? number(settled.length) : "";
    if (this.failed) this.list.prepend(el("li", { class: "notice", role: "alert" }, t("refused.failed"), " ", serverText(this.failed)));
  }

  empty() {
    if (this.failed) return el("li");
    if (!this.waiting) return el("li", { class: "empty" }, t("refused.loading"));
    return el("li", { class: "empty" }, t(this.from ? "refused.none_from" : "refused.none"));
  }

  row(row) {
    const button = el(
      "button",
      { type: "button", class: "entry", "data-act": "kies", onclick: () => this.choose(row.id) },
      moment(row.received_at),
      el("div", {}, el("b", {}, row.source), " ", tag(size(row.length)), el("small", {}, serverText(row.reason))),
    );
    return el("li", {}, button);
  }

}

function outcome(row) {
  return el(
    "li",
    { class: "settled" },
    moment(row.at),
    el(
      "div",
      {},
      el("b", {}, row.source),
      " ",
      tag(serverText(row.act)),
      el("small", {}, [row.actor, row.why].filter(Boolean).join(": ")),
      el("small", {}, serverText(row.reason)),
    ),
  );
}
