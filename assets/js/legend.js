// What the shapes, letters, colours and dots on the map mean.
import { el } from "./dom.js";
import { drill } from "./exercise.js";
import { mark } from "./parts.js";
import { t, word } from "./texts.js";

const SHOWN = ["brandweer", "politie", "ghor", "defensie", "gemeenten", "overig"];

const key = (...parts) => el("span", { class: "key" }, ...parts);

export function showLegend(element) {
  element.replaceChildren(
    el("div", {}, SHOWN.map((name) => key(mark(name), word("discipline", name)))),
    el(
      "div",
      {},
      key(el("i", { class: "swatch high" }), t("map.grip_high")),
      key(el("i", { class: "swatch" }), t("map.grip_low")),
      key(t("map.stale")),
      drill({ exercise: true }) && key(t("map.drill")),
    ),
  );
}
