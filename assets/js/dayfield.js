// A day as people here write it, 24-06-2026, for days that are too far off to pick from a list; with or
// without a time. What is no day goes to the server as it stands, which says so at the field.
import { el } from "./dom.js";
import { t } from "./texts.js";

const ZONE = "Europe/Amsterdam";
const CODE = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });
const TIME = new Intl.DateTimeFormat("nl-NL", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dutch = (code) => code.split("-").reverse().join("-");

// `value` is a day (2026-06-24) or null.
export function dayField(value = null) {
  const weekday = el("span", { class: "weekday", "aria-live": "polite" });
  const input = el("input", { type: "text", class: "date", inputmode: "numeric", maxlength: 20, placeholder: t("form.day_example"), value: value ? dutch(value) : "", autocomplete: "off" });
  const box = el("span", { class: "day-field" }, input, weekday);
  const show = () => {
    const code = dayOf(box);
    if (code && isDay(code)) input.value = dutch(code);
    weekday.textContent = code && isDay(code) ? named(code) : "";
  };
  input.addEventListener("change", show);
  show();
  return box;
}

// The day that stands there (2026-06-24); null when there is none, the text itself when it is no day.
export function dayOf(box) {
  const said = box.querySelector(".date").value.trim();
  if (!said) return null;
  const [, day, month, year] = /^(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?$/.exec(said) ?? [];
  if (!day) return said;
  const code = `${fullYear(year, month, day)}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(code) ? code : said;
}

// Without a year it is the first such day that is not past.
function fullYear(year, month, day) {
  if (year) return year.length === 2 ? `20${year}` : year;
  const [now, today] = [CODE.format(new Date()).slice(0, 4), CODE.format(new Date()).slice(5)];
  return `${month.padStart(2, "0")}-${day.padStart(2, "0")}` < today ? String(Number(now) + 1) : now;
}

function isDay(code) {
  if (!/^\d{4}-\d\d-\d\d$/.test(code)) return false;
  const moment = new Date(`${code}T12:00:00Z`);
  return !Number.isNaN(+moment) && moment.toISOString().startsWith(code);
}

const named = (code) => new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : "nl-NL", { weekday: "short", timeZone: "UTC" }).format(new Date(`${code}T12:00:00Z`)).replace(".", "");

// `iso` is a moment or null; shown in Dutch time.
export function dayTimeField(iso = null, label = "") {
  const at = iso ? new Date(iso) : null;
  const box = dayField(at ? CODE.format(at) : null);
  const time = el("input", { type: "text", class: "time", inputmode: "numeric", maxlength: 5, placeholder: t("form.time_example"), value: at ? TIME.format(at) : "", "aria-label": `${label}: ${t("form.time")}`, autocomplete: "off" });
  time.addEventListener("change", () => (time.value = readable(time.value)));
  box.append(time);
  return box;
}

// As the server reads Dutch time; a day without a time begins at midnight.
export function dayTimeOf(box) {
  const day = dayOf(box);
  const time = readable(box.querySelector(".time").value);
  if (!day) return time ? `?T${time}` : null;
  return isDay(day) ? `${day}T${time || "00:00"}` : day;
}

// 930 and 9.30 mean 09:30 too.
export function readable(said) {
  const [, hour, minute] = /^(\d{1,2})[:.u]?(\d{2})$/.exec(said.trim()) ?? [];
  return hour ? `${hour.padStart(2, "0")}:${minute}` : said.trim();
}
