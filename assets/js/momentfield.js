// A moment in Dutch time as a day and a time: 24 hours, whatever language the browser has.
import { el } from "./dom.js";
import { t } from "./texts.js";

const ZONE = "Europe/Amsterdam";
const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });
const TIME = new Intl.DateTimeFormat("nl-NL", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function momentField(iso = null, label = "") {
  const at = iso ? new Date(iso) : null;
  const day = el("input", { type: "date", value: at ? DAY.format(at) : "", "aria-label": `${label}: ${t("form.day")}` });
  const time = el("input", {
    type: "text",
    class: "time",
    inputmode: "numeric",
    maxlength: 5,
    placeholder: t("form.time_example"),
    value: at ? TIME.format(at) : "",
    "aria-label": `${label}: ${t("form.time")}`,
    autocomplete: "off",
  });
  time.addEventListener("change", () => {
    time.value = readable(time.value);
    if (time.value && !day.value) day.value = DAY.format(new Date());
  });
  return el("span", { class: "moment" }, day, time);
}

// What stands there, as the server reads Dutch time; null when nothing does, the text itself when it is no time.
export function momentOf(box) {
  const [day, time] = box.querySelectorAll("input");
  const said = readable(time.value);
  if (!day.value && !said) return null;
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(said)) return said || `${day.value}T?`;
  return `${day.value || DAY.format(new Date())}T${said}`;
}

// 930 and 9.30 mean 09:30 too.
function readable(said) {
  const [, hour, minute] = /^(\d{1,2})[:.u]?(\d{2})$/.exec(said.trim()) ?? [];
  return hour ? `${hour.padStart(2, "0")}:${minute}` : said.trim();
}
