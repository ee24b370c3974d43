// Fields of a form: label, help and what is wrong stand together, and a screen reader hears all three.
// A field is found by its path as the server names it (`items.0.quantity`).
import { myName, setMyName } from "./api.js";
import { el } from "./dom.js";
import { t } from "./texts.js";

let count = 0;

export function field({ path, label, help, required = false, input, wide = false }) {
  count += 1;
  const id = `veld-${count}`;
  const control = input.matches("input, select, textarea") ? input : input.querySelector("input, select, textarea");
  control.id = id;
  const hint = help && el("p", { class: "help", id: `${id}-help` }, help);
  const wrong = el("p", { class: "wrong", id: `${id}-fout`, hidden: true });
  for (const one of controls(input)) one.setAttribute("aria-describedby", [hint && `${id}-help`, `${id}-fout`].filter(Boolean).join(" "));
  if (required) for (const one of controls(input)) one.setAttribute("aria-required", "true");
  const mark = required && el("span", { class: "must" }, ` ${t("form.required")}`);
  return el("div", { class: `field ${wide ? "wide" : ""}`, "data-path": path }, el("label", { for: id }, label, mark), hint, input, wrong);
}

const controls = (input) => (input.matches("input, select, textarea") ? [input] : [...input.querySelectorAll("input, select, textarea")]);

export const text = (value = "", more = {}) => el("input", { type: "text", maxlength: 200, value, autocomplete: "off", ...more });
export const long = (value = "", more = {}) => {
  const area = el("textarea", { rows: 2, maxlength: 4000, ...more });
  area.value = value ?? "";
  return area;
};
export const quantity = (value = "", more = {}) => el("input", { type: "text", inputmode: "decimal", class: "quantity", value: String(value ?? "").replace(".", ","), autocomplete: "off", ...more });

// `options` are [value, text], or {label, options} for a group.
export function choice(options, value = "", more = {}) {
  const one = ([code, name]) => el("option", { value: code }, name);
  const select = el(
    "select",
    more,
    options.map((entry) => (Array.isArray(entry) ? one(entry) : el("optgroup", { label: entry.label }, entry.options.map(one)))),
  );
  select.value = value ?? "";
  return select;
}

export function suggested(names, value = "", more = {}) {
  count += 1;
  const list = `keuze-${count}`;
  const input = text(value, { list, ...more });
  return el("span", { class: "suggested" }, input, el("datalist", { id: list }, names.map((name) => el("option", { value: name }))));
}

export function check(label, checked = false, more = {}) {
  const box = el("input", { type: "checkbox", ...more });
  box.checked = checked;
  return el("label", { class: "check" }, box, ` ${label}`);
}

// Who works here: the name that goes into the log with each act, remembered by this browser.
export function nameField() {
  const input = text(myName(), { maxlength: 80, autocomplete: "name" });
  input.addEventListener("change", () => setMyName(input.value));
  return field({ path: "actor", label: t("form.my_name"), input });
}

export const numberOf = (input) => {
  const said = input.value.trim().replace(/\.(?=\d{3}(\D|$))/g, "").replace(",", ".");
  return said === "" ? null : Number.isFinite(Number(said)) ? Number(said) : input.value;
};

// Shows what the server says of each field; what it says of none that is here comes back as text.
export function showFaults(form, faults, { server = true } = {}) {
  for (const box of form.querySelectorAll(".field")) say(box, null);
  const loose = [];
  let first = null;
  for (const [path, wrong] of Object.entries(faults)) {
    const box = nearest(form, path);
    if (!box) loose.push(wrong);
    else {
      say(box, wrong);
      box.querySelector(":scope > .wrong").lang = server ? "nl" : document.documentElement.lang;
      first = first && first.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING ? first : box;
    }
  }
  first?.querySelector("input, select, textarea")?.focus();
  return loose;
}

// The field itself, or the one that holds it (`signature.role` in `signature`).
function nearest(form, path) {
  for (let parts = path.split("."); parts.length; parts = parts.slice(0, -1)) {
    const box = form.querySelector(`.field[data-path="${CSS.escape(parts.join("."))}"]`);
    if (box) return box;
  }
  return null;
}

function say(box, wrong) {
  const place = box.querySelector(":scope > .wrong");
  place.hidden = !wrong;
  place.textContent = wrong ?? "";
  if (box.matches("fieldset")) return; // what is wrong with a group is not wrong with each of its fields
  for (const one of box.querySelectorAll("input, select, textarea")) {
    if (wrong) one.setAttribute("aria-invalid", "true");
    else one.removeAttribute("aria-invalid");
  }
}
