// What may be done with a request now: a button a step, and one form at a time. What somebody typed stays
// when the request changes under him; he is told what changed and decides again.
import { local, needed } from "./aidwords.js";
import { el } from "./dom.js";
import { since } from "./requestlog.js";
import { StepForm } from "./stepform.js";
import { t } from "./texts.js";

const LAST = new Set(["melden", "aanvullen", "afwijzen", "intrekken", "intrekken_toezegging", "heropenen"]);

export class Steps {
  constructor({ id, requests, setup }) {
    Object.assign(this, { id, requests, setup, view: null, kind: null, form: null });
    this.buttons = el("div", { class: "choices steps", role: "group", "aria-label": t("aid.steps") });
    this.place = el("div", { class: "step-place" });
    this.said = el("p", { class: "notice done", role: "status", hidden: true });
    this.element = el("section", { class: "steps-part" }, el("h3", {}, t("aid.steps")), this.buttons, this.said, this.place);
    this.sign = null;
  }

  update(view, kind) {
    const before = this.view;
    Object.assign(this, { view, kind });
    const sign = JSON.stringify([view.allowed_steps, view.log.length, kind?.code]);
    if (sign !== this.sign) this.draw();
    this.sign = sign;
    if (this.form && before && before.version !== view.version) this.form.moved(view, since(view, this.form.version));
  }

  title = (name) => local(this.setup.steps[name], "title") || name;

  // The next act of the legal route comes first; what ends or undoes a request comes last.
  draw() {
    const next = this.next();
    const active = this.buttons.contains(document.activeElement) && document.activeElement.dataset.act;
    const order = [...this.view.allowed_steps].sort((a, b) => (b === next) - (a === next) || LAST.has(a) - LAST.has(b));
    const buttons = order.map((name) =>
      el(
        "button",
        { type: "button", class: name === next ? "primary" : LAST.has(name) ? "plain quiet" : "plain", "data-act": name, "aria-expanded": String(this.form?.step === name), onclick: () => this.begin(name) },
        this.title(name),
      ),
    );
    this.buttons.replaceChildren(...(buttons.length ? buttons : [el("p", { class: "quiet" }, t("aid.no_steps"))]));
    if (active) this.buttons.querySelector(`[data-act="${active}"]`)?.focus({ preventScroll: true });
  }

  // What is still needed is promised first; then the next act of the route, else of any life cycle.
  next() {
    const acts = (this.kind?.route ?? []).map((act) => act.step).filter(Boolean);
    const taken = new Set(this.view.log.map((row) => row.step));
    const last = acts.findLastIndex((step) => taken.has(step));
    const short = needed(this.view).length > 0 && this.view.allowed_steps.includes("toezeggen");
    if (short && last >= acts.indexOf("toezeggen")) return "toezeggen";
    const ahead = acts.slice(last + 1).find((step) => this.view.allowed_steps.includes(step) && !LAST.has(step));
    const always = Object.keys(this.setup.steps).filter((step) => !LAST.has(step) && step !== "afstemmen_ncc");
    const after = always.slice(Math.max(0, ...[...taken].map((step) => always.indexOf(step) + 1)));
    return ahead ?? after.find((step) => this.view.allowed_steps.includes(step));
  }

  begin(name, given = {}) {
    this.said.hidden = true;
    this.form = new StepForm({
      step: name,
      facts: this.setup.steps[name],
      title: this.title(name),
      view: this.view,
      kind: this.kind,
      setup: this.setup,
      given,
      send: (body) => this.requests.step(this.id, body),
      done: (view) => this.done(name, view),
      stale: (view) => this.requests.take(view),
      cancel: () => this.end(name),
    });
    this.place.replaceChildren(this.form.element);
    this.draw();
    this.form.focus();
  }

  end(name) {
    this.form = null;
    this.place.replaceChildren();
    this.draw();
    (this.buttons.querySelector(`[data-act="${name}"]`) ?? this.buttons.querySelector("button"))?.focus();
  }

  done(name, view) {
    this.end(name);
    this.said.textContent = t("aid.step_done", { step: this.title(name) });
    this.said.hidden = false;
    this.requests.take(view);
  }
}
