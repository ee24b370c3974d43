// The plan of an operation, in its view: phase, outlook, planned lines, and the points of the nafase. Each
// part has a form of its own; a plan that changes under a form says so there.
import { Editor } from "./editor.js";
import { el } from "./dom.js";
import { check, field, text } from "./formparts.js";
import { Outlook } from "./outlook.js";
import { Phase } from "./phase.js";
import { PlanLines } from "./planlines.js";
import { PlanPoints } from "./planpoints.js";
import { t } from "./texts.js";

const NOTHING = { need: null, notes: null, at: null, by: null, until: null, unknown: [] };
const EMPTY = { version: 0, title: null, phase: null, outlook: { 12: NOTHING, 24: NOTHING, 48: NOTHING }, plan: [], settlement: [], evaluation: [] };

export class Plan {
  constructor({ id, operations, setup, ask }) {
    Object.assign(this, { setup, editor: null });
    this.save = (body) => operations.put(id, body);
    this.phase = new Phase({ save: this.save });
    this.outlook = new Outlook({ save: this.save });
    this.lines = new PlanLines({ save: this.save, setup, ask });
    this.settlement = new PlanPoints({ name: "settlement", title: t("plan.settlement"), save: this.save });
    this.evaluation = new PlanPoints({ name: "evaluation", title: t("plan.evaluation"), save: this.save });
    this.parts = [this.phase, this.outlook, this.lines, this.settlement, this.evaluation];
    this.place = el("div", { class: "rename-place" });
  }

  update(row) {
    this.row = row;
    this.plan = row.plan ?? EMPTY;
    for (const part of this.parts) part.update(row, this.plan);
    this.editor?.moved(this.plan);
  }

  // Its name, and whether it is an exercise: that stands once there are requests.
  rename(back) {
    const title = text(this.row.title ?? "", { maxlength: 200 });
    const fixed = this.setup.exercise || this.row.requests.length > 0;
    const exercise = check(t("form.exercise"), this.row.exercise, { disabled: fixed });
    const end = () => {
      this.editor = null;
      this.place.replaceChildren();
      back();
    };
    this.editor = new Editor({
      title: t("plan.rename"),
      plan: this.plan,
      about: (plan) => [plan.title, plan.exercise],
      said: (plan) => [plan.title, plan.exercise && t("aid.exercise_tag")],
      fields: [
        field({ path: "title", label: t("form.operation_title"), input: title, required: true, wide: true }),
        field({ path: "exercise", label: t("form.exercise"), help: fixed ? t("plan.exercise_fixed") : null, input: exercise.firstChild }),
      ],
      body: () => ({ title: title.value.trim(), ...(fixed ? {} : { exercise: exercise.firstChild.checked }) }),
      send: this.save,
      done: end,
      cancel: end,
    });
    this.place.replaceChildren(this.editor.element);
    this.editor.focus();
  }
}
