// The questions of a kind of bijstand as inputs, by the type that its file says (data/bijstand).
import { choice, long, text } from "./formparts.js";
import { local } from "./aidwords.js";
import { momentField, momentOf } from "./momentfield.js";
import { t } from "./texts.js";

export function inputOf(one, value = "") {
  if (one.type === "long") return long(value);
  if (one.type === "number") return text(value, { inputmode: "decimal", class: "quantity" });
  if (one.type === "yesno") return choice([["", ""], ["ja", t("detail.yes")], ["nee", t("detail.no")]], value);
  if (one.type === "choice") return choice([["", ""], ...one.options.map((option) => [option, option])], value);
  if (one.type === "moment") return momentField(value || null, local(one, "label"));
  return text(value, { maxlength: 4000 });
}

export const valueOf = (one, input) => (one.type === "moment" ? momentOf(input) : input.value.trim() || null);
