// Times, ages and numbers as a Dutch reader expects them, days in the language of the page. Europe/Amsterdam,
// UTC in the title.
import { english } from "./language.js";
import { t } from "./texts.js";

const ZONE = "Europe/Amsterdam";
const plain = (options, language = "nl-NL") => new Intl.DateTimeFormat(language, { timeZone: ZONE, hourCycle: "h23", ...options });
// Words in the language of the page, which is known only once it runs.
const worded = (options) => {
  const [dutch, other] = [plain(options), plain(options, "en-GB")];
  return (moment) => (english() ? other : dutch).format(moment).replace(/[.,]/g, "");
};

const HOUR = plain({ hour: "2-digit", minute: "2-digit" });
const SECOND = plain({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = worded({ weekday: "short", day: "numeric", month: "short" });
const YEAR = plain({ year: "numeric" });
const WEEKDAY = worded({ weekday: "short" });
const DATE = plain({ year: "numeric", month: "2-digit", day: "2-digit" });
const OFFSET = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, timeZoneName: "longOffset" });
const NUMBER = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 1 });

export const clock = (moment) => HOUR.format(moment);
export const seconds = (moment) => SECOND.format(moment);
export const day = (moment) => DAY(moment);
export const weekday = (moment) => WEEKDAY(moment);
export const number = (value) => NUMBER.format(value);

// CET and CEST differ only by their offset; the browser's own short names differ by locale.
export function zone(moment) {
  const part = OFFSET.formatToParts(moment).find((item) => item.type === "timeZoneName");
  return part.value.endsWith("+02:00") ? "CEST" : "CET";
}

// In the hour that comes twice (end of summer time) a clock time alone is ambiguous.
function doubled(moment) {
  const hour = 3600000;
  return [-hour, hour].some((shift) => clock(new Date(+moment + shift)) === clock(moment));
}

export function when(iso, now = Date.now()) {
  const moment = new Date(iso);
  if (Number.isNaN(+moment)) return "";
  const time = doubled(moment) ? `${clock(moment)} ${zone(moment)}` : clock(moment);
  if (DATE.format(moment) === DATE.format(now)) return time;
  const year = YEAR.format(moment);
  return year === YEAR.format(now) ? `${day(moment)} ${time}` : `${day(moment)} ${year} ${time}`;
}

// In a narrow column: the weekday alone is enough within six days, before or after.
export function short(iso, now = Date.now()) {
  const moment = new Date(iso);
  const off = Math.abs(now - moment);
  if (off > 6 * 86400000) return when(iso, now);
  const time = doubled(moment) ? `${clock(moment)} ${zone(moment)}` : clock(moment);
  const recent = off < 12 * 3600000 || DATE.format(moment) === DATE.format(now);
  return recent ? time : `${weekday(moment)} ${time}`;
}

export const utc = (iso) => `${new Date(iso).toISOString().slice(0, 19).replace("T", " ")} UTC`;

// 0:12 is twelve seconds, 14:20 is fourteen minutes; from an hour on it says so.
export function age(ms) {
  const total = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return `${minutes}:${String(total % 60).padStart(2, "0")}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}${english() ? "h" : "u"} ${String(minutes % 60).padStart(2, "0")}`;
  return `${Math.floor(hours / 24)}d`;
}

// Hours and minutes, for times that people plan with.
export function span(ms) {
  const minutes = Math.floor(Math.abs(ms) / 60000);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  return `${Math.floor(minutes / 1440)}d`;
}

export function capital(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : "";
}

// In words, as people say it: "35 min", "2 u 10 min", "3 d 4 u".
export function remaining(ms) {
  const minutes = Math.floor(Math.abs(ms) / 60000);
  const hours = Math.floor(minutes / 60);
  if (minutes < 60) return t("span.minutes", { m: minutes });
  if (hours < 48) return minutes % 60 ? t("span.hours", { h: hours, m: minutes % 60 }) : t("span.whole_hours", { h: hours });
  return t("span.days", { d: Math.floor(hours / 24), h: hours % 24 });
}
