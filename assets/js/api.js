// Calls of our own API. An error always comes back as something that can be shown: what is wrong, with
// the reference under which it stands in the log; `fields` says it by field, where the server did.
import { t } from "./texts.js";

const AWAY = { ok: false, status: 0, body: null, fields: {} };

export async function call(path, body) {
  const asked = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(`/api/v1${path}`, { cache: "no-store", ...asked });
  } catch {
    return { ...AWAY, text: t(body === undefined ? "problem.away" : "problem.unsure") };
  }
  const found = await answer.json().catch(() => ({}));
  if (answer.ok) return { ok: true, status: answer.status, body: found, fields: {}, text: "" };
  return { ok: false, status: answer.status, body: found, fields: found.errors ?? {}, text: problemText(found) };
}

function problemText({ detail, title, reference }) {
  const text = detail ?? title ?? t("problem.unknown");
  return reference ? `${text} ${t("problem.reference", { reference })}` : text;
}
