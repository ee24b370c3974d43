// Points of the nafase (settlement, evaluation): what must still be done, and what is done, by whom and when.
import { el } from "./dom.js";
import { text } from "./formparts.js";
import { serverText } from "./language.js";
import { Part } from "./part.js";
import { moment } from "./parts.js";
import { t } from "./texts.js";

const bare = ({ text: said, done }) => ({ text: said, done });

export class PlanPoints {
  // `name` is how the plan calls the list.
  constructor({ name, title, save }) {
    Object.assign(this, { name, save, title, plan: null });
    this.part = new Part(el("div"), (plan) => plan[name], (plan) => this.draw(plan[name]));
    this.said = el("div", { role: "alert" });
    this.input = text("", { maxlength: 400, "aria-label": t("plan.new_point", { list: title }), placeholder: t("plan.new_point_short") });
    const add = el("button", { type: "submit", class: "plain" }, t("plan.add_point"));
    this.form = el(
      "form",
      {
        class: "add-point field",
        onsubmit: (event) => {
          event.preventDefault();
          this.add();
        },
      },
      this.input,
      add,
    );
    this.element = el("section", { class: "plan-points", "aria-label": title }, el("h3", {}, title), this.part.element, this.said, this.form);
  }

  update(row, plan) {
    this.plan = plan;
    this.element.hidden = row.phase !== "nafase" && !plan[this.name].length;
    this.form.hidden = row.phase !== "nafase";
    this.part.update(plan);
  }

  draw(points) {
    if (!points.length) return [el("p", { class: "quiet" }, t("plan.no_points"))];
    return [el("ul", { class: "point-rows" }, points.map((point, index) => this.row(point, index)))];
  }

  row({ text: said, done, actor, at }, index) {
    const box = el("input", { type: "checkbox", "data-act": `punt ${index}`, onchange: () => this.tick(index, box) });
    box.checked = done;
    const drop = el("button", { type: "button", class: "close", "data-act": `weg ${index}`, "aria-label": t("plan.remove_point", { point: said }), title: t("plan.remove_point", { point: said }), onclick: () => this.remove(index) }, "✕");
    return el("li", { class: done ? "done" : "" }, el("label", { class: "check" }, box, el("span", {}, said, el("small", {}, t(done ? "plan.done_by" : "plan.said_by", { who: actor ?? "" }), " ", moment(at)))), drop);
  }

  tick(index, box) {
    return this.send(this.plan[this.name].map((point, place) => ({ ...bare(point), done: place === index ? box.checked : point.done })));
  }

  remove(index) {
    return this.send(this.plan[this.name].filter((_, place) => place !== index).map(bare));
  }

  async add() {
    const said = this.input.value.trim();
    if (!said) return this.input.focus();
    if (await this.send([...this.plan[this.name].map(bare), { text: said, done: false }])) this.input.value = "";
    this.input.focus();
  }

  // What was typed stays when somebody else was first; what stands there is shown as it is now.
  async send(points) {
    const answer = await this.save({ [this.name]: points, version: this.plan.version });
    this.said.replaceChildren(answer.ok ? "" : el("p", { class: "notice" }, serverText(answer.text)));
    if (!answer.ok) {
      this.part.sign = null;
      this.part.update(this.plan);
    }
    return answer.ok;
  }
}
