// Who works here: the name that goes into the log with each step, remembered by this browser.
import { myName, setMyName } from "./api.js";
import { el } from "./dom.js";
import { t } from "./texts.js";

export function nameField() {
  const input = el("input", { type: "text", maxlength: 80, value: myName(), placeholder: t("aid.name_hint"), autocomplete: "name" });
  input.addEventListener("change", () => setMyName(input.value));
  return el("label", { class: "my-name" }, `${t("aid.name")} `, input);
}
