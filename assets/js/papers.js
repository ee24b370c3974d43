// The papers of a request: the form, the letter and EDXL-RM that the server makes, and what was attached.
import { call, fetchFile, save } from "./api.js";
import { el } from "./dom.js";
import { serverText } from "./language.js";
import { Part } from "./part.js";
import { moment } from "./parts.js";
import { size } from "./refused.js";
import { t } from "./texts.js";

const TYPES = ["application/pdf", "image/jpeg", "image/png"];
const LIMIT = 10 * 1024 * 1024; // bytes (mlob/attachments.py)
const enc = encodeURIComponent;

export class Papers {
  constructor({ id, requests }) {
    Object.assign(this, { id, requests });
    const place = el("div");
    this.files = new Part(place, ({ attachments }) => attachments, ({ attachments }) => this.list(attachments));
    this.said = el("p", { class: "notice", role: "status", hidden: true });
    this.input = el("input", { type: "file", accept: TYPES.join(","), class: "unseen", "data-act": "bijlage", onchange: () => this.send() });
    this.element = el(
      "div",
      { class: "papers" },
      el("h3", {}, t("aid.papers")),
      el(
        "p",
        { class: "ways" },
        this.made(`form.pdf`, "aid.form_pdf"),
        this.made(`letter.txt`, "aid.letter"),
        this.made("edxl-rm", "aid.edxl"),
      ),
      place,
      el("label", { class: "plain upload" }, this.input, t("aid.attach")),
      el("p", { class: "help" }, t("aid.attach_help")),
      this.said,
    );
  }

  made(name, key) {
    const href = `/api/v1/requests/${enc(this.id)}/${name}`;
    return el("a", { href, download: "", "data-act": name, onclick: (event) => this.fetch(event, href) }, t(key));
  }

  // A paper that cannot be made says why here, instead of a download that fails without a word.
  async fetch(event, href) {
    event.preventDefault();
    this.tell(t("aid.making"));
    const answer = await fetchFile(href);
    this.tell(answer.text || null, true);
    if (answer.file) save(answer);
  }

  update(view) {
    this.files.update(view);
  }

  list(attachments) {
    if (!attachments.length) return [];
    const rows = attachments.map(({ sha, label, size: bytes, actor, at }) =>
      el(
        "li",
        {},
        el("a", { href: `/api/v1/requests/${enc(this.id)}/attachments/${sha}`, download: "", "data-act": sha }, label),
        el("small", {}, `${size(bytes)} · ${actor} · `, moment(at)),
      ),
    );
    return el("ul", { class: "plain-list" }, rows);
  }

  async send() {
    const [file] = this.input.files;
    this.input.value = "";
    if (!file) return;
    if (!TYPES.includes(file.type) || file.size > LIMIT) return this.tell(t("aid.attach_wrong"));
    this.tell(t("aid.attaching"));
    const answer = await call(`/requests/${enc(this.id)}/attachments`, file);
    this.tell(answer.ok ? null : answer.text, true);
    if (answer.ok) this.requests.take(answer.body);
  }

  tell(text, server = false) {
    this.said.hidden = !text;
    this.said.replaceChildren(...[text && (server ? serverText(text) : text)].flat().filter(Boolean));
  }
}
