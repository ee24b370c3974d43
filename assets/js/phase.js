// The phase of an operation: where it is, since when and by whom, and where it may go. Back takes a reason.
import { Editor } from "./editor.js";
import { el } from "./dom.js";
import { field, long } from "./formparts.js";
import { capital } from "./format.js";
import { Part } from "./part.js";
import { moment } from "./parts.js";
import { t, word } from "./texts.js";

const ORDER = ["preparatie", "respons", "nafase"];

export class Phase {
  constructor({ save }) {
    Object.assign(this, { save, editor: null });
    this.part = new Part(el("div", { class: "phase-line" }), ({ phase, allowed_phases: next, plan }) => [phase, next, plan?.phase_at, plan?.phase_by, plan?.phase_reason], (row) => this.draw(row));
    this.place = el("div");
    this.element = el("section", { class: "phase-part", "aria-label": t("plan.phase") }, this.part.element, this.place);
  }

  update(row, plan) {
    Object.assign(this, { row, plan });
    this.part.update(row);
    this.editor?.moved(plan);
  }

  draw({ phase, allowed_phases: next, plan }) {
    const at = ORDER.indexOf(phase);
    const steps = ORDER.map((name, index) => el("li", { class: index < at ? "past" : index === at ? "now" : "", "aria-current": index === at ? "step" : null }, capital(word("word", name))));
    const told = plan?.phase === phase && plan.phase_at && el("p", { class: "quiet" }, t("plan.since"), " ", moment(plan.phase_at), plan.phase_by && ` · ${plan.phase_by}`, plan.phase_reason && ` · ${plan.phase_reason}`);
    const order = [...next].sort((a, b) => (ORDER.indexOf(b) > at) - (ORDER.indexOf(a) > at));
    const buttons = order.map((name) =>
      el("button", { type: "button", class: ORDER.indexOf(name) > at ? "plain" : "plain quiet", "data-act": `fase ${name}`, onclick: () => this.begin(name) }, t(ORDER.indexOf(name) > at ? "plan.phase_on" : "plan.phase_back", { phase: word("word", name) })),
    );
    return [el("ol", { class: "phases" }, steps), el("div", { class: "choices" }, buttons), told];
  }

  begin(name) {
    const back = ORDER.indexOf(name) < ORDER.indexOf(this.row.phase);
    const reason = long("", { maxlength: 2000 });
    this.editor = new Editor({
      title: t("plan.phase_to", { phase: word("word", name) }),
      plan: this.plan,
      about: ({ phase }) => phase,
      said: ({ phase, phase_by: by }) => [[capital(word("word", phase ?? "")), by].filter(Boolean).join(" · ")],
      fields: field({ path: "reason", label: t("aid.reason"), help: back ? t("plan.back_help") : null, input: reason, required: back, wide: true }),
      body: () => ({ phase: name, reason: reason.value.trim() || null }),
      send: this.save,
      done: () => this.end(),
      cancel: () => this.end(),
      submit: t("plan.phase_to", { phase: word("word", name) }),
    });
    this.place.replaceChildren(this.editor.element);
    this.editor.focus();
  }

  end() {
    this.editor = null;
    this.place.replaceChildren();
    this.part.element.querySelector("button")?.focus();
  }
}
