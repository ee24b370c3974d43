// All that is known of one source, and how it gets a key where it sends by itself. Built once; what
// arrives only changes the words that differ, so that a command can be selected and copied.
import { el, say } from "./dom.js";
import { age, number, when } from "./format.js";
import { english } from "./language.js";
import { disciplines, length, rhythm, skew } from "./sourcewords.js";
import { t, word } from "./texts.js";

const LINES = {
  "sources.state": (source) => word("state", source.state),
  "sources.last": (source) => (source.last ? `${when(source.last)} (${t("sources.ago", { age: age(Date.now() - Date.parse(source.last)) })})` : t("sources.never")),
  "sources.rhythm": (source) => rhythm(source.rhythm),
  "sources.accepted": (source) => number(source.accepted),
  "sources.rejected": (source) => number(source.rejected),
  "sources.lost": (source) => number(source.lost),
  "sources.delay": (source) => (typeof source.delay_s === "number" ? length(source.delay_s) : t("detail.none")),
  "sources.clock": (source) => skew(source.clock_skew_s) || t("detail.none"),
  "sources.disciplines": (source) => disciplines(source.disciplines),
  "sources.format": (source) => source.format,
};

export class SourceDetail {
  constructor(element, store, { reach, close, refused }) {
    Object.assign(this, { element, store, reach, closed: close, refused });
    this.name = null;
    this.places = new Map();
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    store.on("disciplines", () => this.update());
    setInterval(() => this.update(), 1000);
  }

  open(name, focus = true) {
    const source = this.find(name);
    if (!source) return;
    this.name = name;
    this.element.hidden = false;
    this.build(source);
    this.update();
    if (focus) this.element.focus({ preventScroll: true });
  }

  close() {
    if (!this.name) return;
    const name = this.name;
    this.name = null;
    this.element.hidden = true;
    this.closed(name);
  }

  find(name) {
    return this.store.sources.find((source) => source.name === name);
  }

  build(source) {
    this.places.clear();
    const facts = Object.keys(LINES).map((key) => {
      const value = el("dd");
      this.places.set(key, value);
      return el("div", {}, el("dt", {}, t(key)), value);
    });
    this.text = el("p", { class: "said-of", lang: english() ? "nl" : null });
    const close = el("button", { type: "button", class: "close", "aria-label": t("detail.close"), title: t("detail.close"), onclick: () => this.close() }, "✕");
    const look = el("button", { type: "button", class: "plain", onclick: () => this.refused(source.name) }, t("sources.show_refused"));
    this.element.replaceChildren(
      el("div", { class: "panel-head" }, el("h3", {}, source.name), close),
      this.text,
      el("dl", { class: "facts" }, facts, el("div", {}, el("dt", {}, t("sources.reach")), el("dd", {}, word("reach", this.reach[source.name] ?? "")))),
      el("div", { class: "choices" }, look),
      ...this.keys(source),
    );
    this.element.scrollTop = 0;
  }

  // Only how to make a key: none is ever shown here.
  keys({ name }) {
    if (this.reach[name] !== "push") return [];
    const line = (text, command) => el("li", {}, text, el("code", {}, command));
    return [
      el("h4", {}, t("sources.keys")),
      el("p", { class: "panel-what" }, t("sources.keys_what")),
      el(
        "ul",
        { class: "commands" },
        line(t("sources.key_add"), `mlob key add ${name}`),
        line(t("sources.key_list"), `mlob key list ${name}`),
        line(t("sources.key_revoke"), `mlob key revoke ${name}`),
      ),
    ];
  }

  update() {
    const source = this.name && this.find(this.name);
    if (!source) return;
    say(this.text, source.text);
    for (const [key, place] of this.places) say(place, LINES[key](source));
    const state = this.places.get("sources.state");
    if (state) state.className = `state state-${source.state}`;
  }
}
