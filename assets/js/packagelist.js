// Every briefing that was ordered: how far it is or why it failed, its files, whether it is still whole, who
// took it, and the way back to the picture of that moment.
import { call, fetchFile, save } from "./api.js";
import { el } from "./dom.js";
import { number, when } from "./format.js";
import { keep } from "./keep.js";
import { serverText } from "./language.js";
import { BUSY } from "./packages.js";
import { moment, tag } from "./parts.js";
import { size as kilobytes } from "./refused.js";
import { t, word } from "./texts.js";

const INSIDE = ["manifest.json", "manifest.sig"]; // only of use together with the rest

const PICTURE = "beeld"; // mlob/snapshot/produce.py
const MEGA = 1024 * 1024;
const size = (bytes) => (bytes < MEGA ? kilobytes(bytes) : t("briefing.megabytes", { n: number(bytes / MEGA) }));

export class PackageList {
  constructor({ list, count, packages, setup }) {
    Object.assign(this, { list, count, packages, setup, told: new Map() });
    packages.on(() => this.show());
    this.show();
  }

  show() {
    const { rows, failed } = this.packages;
    const items = (rows ?? []).map((row) => ({ ...row, told: this.told.get(row.id) ?? null }));
    keep(this.list, items, { key: (row) => row.id, build: (row) => this.row(row), empty: () => this.empty() });
    this.count.textContent = rows?.length ? number(rows.length) : "";
    if (failed) this.list.prepend(el("li", { class: "notice", role: "alert" }, t("briefing.failed"), " ", serverText(failed)));
  }

  empty() {
    if (!this.packages.rows) return el("li", { class: "empty" }, this.packages.failed ? "" : t("briefing.loading"));
    const { schedule } = this.setup;
    return el("li", { class: "empty" }, t("briefing.none"), schedule.length ? ` ${t("briefing.scheduled", { times: schedule.join(", ") })}` : "");
  }

  row(row) {
    const parts = [this.head(row), this.facts(row)];
    if (BUSY.includes(row.state)) parts.push(progress(row));
    else if (row.state === "klaar") parts.push(this.files(row), this.acts(row), this.fetched(row));
    else parts.push(el("p", { class: "notice" }, serverText(row.fault ?? "")));
    if (row.told) parts.push(el("p", { class: `notice ${row.told.ok ? "done" : ""}`, role: "status" }, row.told.text, " ", row.told.server ? serverText(row.told.server) : ""));
    return el("li", { class: `package package-${row.state}` }, parts);
  }

  head(row) {
    const title = row.title || (row.at ? t("briefing.of", { when: when(row.at) }) : t("briefing.now"));
    return el("h3", {}, title, " ", el("span", { class: `made made-${row.state}` }, word("made", row.state)));
  }

  facts(row) {
    const since = row.since && this.packages.find(row.since);
    return el(
      "p",
      { class: "help" },
      row.marking && [row.marking, " · "],
      row.exercise && [tag(t("app.exercise"))],
      row.at && [t("briefing.at"), " ", moment(row.at), row.known_at !== row.at && [`, ${t("briefing.known")} `, moment(row.known_at)], " · "],
      row.author,
      " · ",
      moment(row.made_at ?? row.ordered_at),
      row.size ? ` · ${size(row.size)}` : "",
      row.since && [` · ${t("briefing.compared")} `, since ? moment(since.at) : row.since],
    );
  }

  files(row) {
    const shown = row.files.filter(({ name }) => !INSIDE.includes(name));
    return el("ul", { class: "package-files" }, shown.map((file) => el("li", {}, this.file(row, file))));
  }

  file(row, { name, url, size: bytes }) {
    const whole = name === row.files[0].name;
    return el(
      "a",
      { href: url, download: name, class: "plain", "data-act": name, title: size(bytes), onclick: (event) => this.fetch(event, row, url) },
      whole ? t("briefing.whole") : name,
    );
  }

  acts(row) {
    const then = new URLSearchParams({ om: row.at, bekend: row.known_at });
    return el(
      "p",
      { class: "choices" },
      el("a", { href: `/?${then}`, "data-act": "toen" }, t("briefing.then")),
      el("button", { type: "button", class: "as-link", "data-act": "controleer", onclick: () => this.verify(row) }, t("briefing.verify")),
    );
  }

  fetched({ fetched }) {
    if (!fetched.length) return null;
    const rows = fetched.slice(0, 20).map(({ who, at, file }) => el("li", {}, moment(at), ` ${who}: ${file}`));
    return el("details", {}, el("summary", { "data-act": "wie" }, t("briefing.fetched", { n: number(fetched.length) })), el("ul", {}, rows));
  }

  // A file that cannot be fetched says why here, instead of a download that fails without a word.
  async fetch(event, row, url) {
    event.preventDefault();
    const answer = await fetchFile(url);
    if (answer.file) save(answer);
    this.tell(row, answer.file ? null : { ok: false, text: "", server: answer.text });
    this.packages.looking.soon();
  }

  async verify(row) {
    this.tell(row, { ok: true, text: t("briefing.verifying") });
    const { ok, body, text } = await call(`/snapshots/${row.id}/verify`);
    if (!ok) return this.tell(row, { ok, text: "", server: text });
    if (body.ok) this.tell(row, { ok: true, text: t("briefing.sound", { print: body.fingerprint.slice(0, 16) }) });
    else this.tell(row, { ok: false, text: t("briefing.unsound"), server: body.text });
  }

  tell(row, told) {
    if (told) this.told.set(row.id, told);
    else this.told.delete(row.id);
    this.show();
  }
}

// Reading the picture comes before the first form and is none.
function stage(done, total, part) {
  if (!part || part === PICTURE) return part ? word("file", part) : "";
  return t("briefing.part", { n: number(done + 1), total: number(total), part: word("file", part) });
}

// The bar and, beside it, which part is being made.
export function progress({ state, done, total, part }) {
  if (state === "wacht") return el("p", { class: "making" }, el("progress", { "aria-label": t("briefing.progress") }), el("span", {}, t("briefing.waits")));
  return el(
    "p",
    { class: "making" },
    el("progress", { max: Math.max(1, total), value: done, "aria-label": t("briefing.progress") }),
    el("span", {}, stage(done, total, part)),
  );
}
