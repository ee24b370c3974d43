// Calls of our own API. An error always comes back as something that can be shown: what is wrong, with
// the reference under which it stands in the log; `fields` says it by field, where the server did.
import { el } from "./dom.js";
import { t } from "./texts.js";

const AWAY = { ok: false, status: 0, body: null, fields: {} };

const NAME = "mlob.naam"; // under which the browser remembers who works here

export const myName = () => localStorage.getItem(NAME) ?? "";
export const setMyName = (name) => localStorage.setItem(NAME, name.trim());

// `body` is sent as JSON, or as it is when it is a file; `signal` of an AbortController ends the call.
export async function call(path, body, { method = "POST", signal } = {}) {
  const asked = body === undefined ? {} : post(body, method);
  let answer;
  try {
    answer = await fetch(`/api/v1${path}`, { cache: "no-store", signal, ...asked });
  } catch {
    return { ...AWAY, text: t(body === undefined ? "problem.away" : "problem.unsure") };
  }
  const found = await answer.json().catch(() => ({}));
  if (answer.ok) return { ok: true, status: answer.status, body: found, fields: {}, text: "" };
  return { ok: false, status: answer.status, body: found, fields: found.errors ?? {}, text: problemText(found) };
}

// Puts a file that was fetched where the browser keeps downloads.
export function save({ file, name }) {
  const url = URL.createObjectURL(file);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

// A file that the server makes: its content and name, or the text of what is wrong.
export async function fetchFile(href) {
  let answer;
  try {
    answer = await fetch(href, { cache: "no-store", headers: whoActs() });
  } catch {
    return { text: t("problem.away") };
  }
  if (!answer.ok) return { text: problemText(await answer.json().catch(() => ({}))) };
  const [, name] = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "") ?? [];
  return { file: await answer.blob(), name: name ?? "", text: "" };
}

// Who acts goes with it, so that the log can name him; percent-encoded, as a header holds no accents.
function post(body, method) {
  const file = body instanceof Blob;
  const headers = { "content-type": (file ? body.type : "application/json") || "application/octet-stream" };
  if (body instanceof File) headers["x-filename"] = encodeURIComponent(body.name);
  return { method, headers: { ...headers, ...whoActs() }, body: file ? body : JSON.stringify(body) };
}

const whoActs = () => (myName() ? { "x-mlob-actor": encodeURIComponent(myName()) } : {});

function problemText({ detail, title, reference }) {
  const text = detail ?? title ?? t("problem.unknown");
  return reference ? `${text} ${t("problem.reference", { reference })}` : text;
}
