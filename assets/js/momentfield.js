// A moment in Dutch time as a day and a time: 24 hours and Dutch words, whatever language the browser has.
import { readable } from "./dayfield.js";
import { el } from "./dom.js";
import { t } from "./texts.js";

const ZONE = "Europe/Amsterdam";
const AHEAD = { before: 2, after: 45 }; // days that can be chosen around today, where people plan
const CODE = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });
const TIME = new Intl.DateTimeFormat("nl-NL", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function momentField(iso = null, label = "", range = AHEAD) {
  const day = el("select", { class: "day", "aria-label": `${label}: ${t("form.day")}` });
  const time = el("input", {
    type: "text",
    class: "time",
    inputmode: "numeric",
    maxlength: 5,
    placeholder: t("form.time_example"),
    "aria-label": `${label}: ${t("form.time")}`,
    autocomplete: "off",
  });
  time.addEventListener("change", () => (time.value = readable(time.value)));
  const box = el("span", { class: "moment" }, day, time);
  setMoment(box, iso, range);
  return box;
}

// What stands there becomes this moment; without one it is today, without a time.
export function setMoment(box, iso, range = AHEAD) {
  const at = iso ? new Date(iso) : null;
  const [day, time] = [box.querySelector("select"), box.querySelector("input")];
  day.replaceChildren(...days(at, range).map(([code, name]) => el("option", { value: code }, name)));
  day.value = CODE.format(at ?? new Date());
  time.value = at ? TIME.format(at) : "";
}

// The days by name around today, and the day of what stands there already.
function days(at, { before, after }) {
  const language = document.documentElement.lang === "en" ? "en-GB" : "nl-NL";
  const named = (options) => new Intl.DateTimeFormat(language, { timeZone: ZONE, day: "numeric", month: "short", ...options });
  const [short, long] = [named({}), named({ weekday: "short" })];
  const words = { "-1": t("form.yesterday"), 0: t("form.today"), 1: t("form.tomorrow") };
  const noon = Date.parse(`${CODE.format(new Date())}T12:00:00Z`);
  const found = new Map();
  for (let shift = -before; shift <= after; shift += 1) {
    const moment = new Date(noon + shift * 86400000);
    found.set(CODE.format(moment), words[shift] ? `${words[shift]} ${short.format(moment)}` : long.format(moment));
  }
  if (at && !found.has(CODE.format(at))) found.set(CODE.format(at), long.format(at));
  return [...found].sort();
}

// What stands there, as the server reads Dutch time; null without a time, the text itself when it is none.
export function momentOf(box) {
  const day = box.querySelector("select").value;
  const said = readable(box.querySelector("input").value);
  if (!said) return day === CODE.format(new Date()) ? null : `${day}T?`;
  return `${day}T${said}`;
}
