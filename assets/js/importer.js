// Messages of EDXL-RM that somebody received elsewhere: read in, and the requests they are about shown.
import { call } from "./api.js";
import { el } from "./dom.js";
import { serverText } from "./language.js";
import { t } from "./texts.js";

const LIMIT = 2 * 1024 * 1024; // bytes (mlob/web/api/imports.py)

export function importer({ requests, open }) {
  const said = el("div", { role: "status" });
  const input = el("input", { type: "file", accept: ".xml,application/xml,text/xml", class: "unseen", "data-act": "inlezen" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (file.size > LIMIT) return tell(t("import.too_large"));
    tell(t("import.busy"));
    const answer = await call("/requests/import", file);
    if (!answer.ok) return tell(serverText(answer.text));
    await requests.load();
    tell(...report(answer.body, open));
  });
  const tell = (...words) => said.replaceChildren(el("div", { class: "notice" }, words));
  return el("div", { class: "import" }, el("label", { class: "plain upload" }, input, t("import.choose")), el("p", { class: "help" }, t("import.help")), said);
}

function report({ requests: found, offers, known, rejected }, open) {
  const counts = [
    found.length ? t("import.requests", { n: found.length }) : t("import.no_request"),
    offers.length && t("import.offers", { n: offers.length }),
    known && t("import.known", { n: known }),
  ];
  const links = found.map((id) => el("li", {}, el("button", { type: "button", class: "as-link", onclick: () => open("verzoek", id) }, id.replace(/^request:/, ""))));
  const wrong = rejected.map(({ index, reason }) => el("li", {}, t("import.rejected", { n: index + 1, reason: "" }), serverText(reason)));
  return [el("p", {}, counts.filter(Boolean).join(" ")), el("ul", {}, links, wrong)];
}
