// A small form that asks for a reason before something is done that cannot be undone without a trace.
import { el } from "./dom.js";
import { t } from "./texts.js";

export function reasonForm({ label, submit, then, cancel, value = "" }) {
  const input = el("input", { type: "text", required: true, maxlength: 500, value, "data-act": "reden" });
  return el(
    "form",
    {
      class: "choices",
      onsubmit: (event) => {
        event.preventDefault();
        then(input.value);
      },
      onkeydown: (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        cancel();
      },
    },
    el("label", {}, `${label} `, input),
    el("button", { type: "submit" }, submit),
    el("button", { type: "button", "data-act": "toch niet", onclick: cancel }, t("links.cancel")),
  );
}
