// What is open beside the board: a request, an operation, or a form. What a person typed stays while he looks
// at something else, and what is open stands in the address.
import { writeAddress } from "./address.js";
import { byId } from "./dom.js";
import { ExpertForm } from "./expert.js";
import { FigureForm } from "./figure.js";
import { NewEvent } from "./newevent.js";
import { NewRequest } from "./newrequest.js";
import { OperationView } from "./operationview.js";
import { RequestView } from "./requestview.js";

const KEPT = 12; // views that stay as they are when something else is opened
const KINDS = ["verzoek", "operatie", "nieuw", "gebeurtenis", "opgave", "deskundige"];
const FORMS = new Set(["nieuw", "gebeurtenis", "opgave", "deskundige"]);
const ALONE = new Set(["nieuw", "gebeurtenis"]); // of which there is one, whatever it is opened for

export class Desk {
  constructor({ requests, setup }) {
    Object.assign(this, { requests, setup, views: new Map(), now: null, from: null });
    this.body = document.querySelector(".aid-body");
    this.detail = byId("aid-detail");
    requests.on(() => this.now?.view.update?.());
    this.detail.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    setInterval(() => this.now?.view.tick?.(), 5000);
  }

  // The panels that tell what is chosen in them.
  beside(panels) {
    Object.assign(this, panels);
    this.operations.on(() => this.now?.kind === "operatie" && this.now.view.update());
  }

  reopen() {
    const query = new URLSearchParams(location.search);
    const kind = KINDS.find((name) => query.has(name));
    const id = query.get(kind) ?? "";
    if (kind) this.open(kind, FORMS.has(kind) && id === "1" ? "" : id, { focus: false });
  }

  make(kind, id) {
    const common = { requests: this.requests, setup: this.setup, open: (what, which) => this.open(what, which), close: () => this.close() };
    if (kind === "verzoek") return new RequestView(id, common);
    if (kind === "operatie") return new OperationView(id, { ...common, operations: this.operations, add: (row, items) => this.add(row, items) });
    if (kind === "gebeurtenis") return new NewEvent({ ...common, operations: this.operations });
    if (kind === "opgave") return new FigureForm(id, { ...common, capacity: this.capacity });
    if (kind === "deskundige") return new ExpertForm(id, { ...common, experts: this.experts });
    return new NewRequest({ ...common, contacts: this.setup.contacts });
  }

  open(kind, id, { focus = true } = {}) {
    const key = ALONE.has(kind) ? kind : `${kind} ${id}`;
    const view = this.views.get(key) ?? this.make(kind, id);
    this.views.delete(key);
    this.views.set(key, view);
    while (this.views.size > KEPT) this.views.delete([...this.views.keys()].find((name) => !ALONE.has(name)));
    if (!this.now) this.from = document.activeElement;
    this.now = { kind, id, view };
    this.detail.hidden = false;
    this.body.classList.add("has-detail");
    this.body.dataset.open = kind;
    if (this.detail.firstChild !== view.element) this.detail.replaceChildren(view.element);
    view.update?.();
    if (kind === "nieuw" && id) view.pick?.(id);
    this.mark();
    if (!focus) return;
    this.detail.scrollTop = 0;
    if (FORMS.has(kind)) view.focus();
    else this.detail.focus({ preventScroll: true });
  }

  add(row, items) {
    this.open("nieuw", "");
    this.now.view.join(row, items);
  }

  close() {
    if (!this.now) return;
    const { kind, id } = this.now;
    this.now = null;
    this.detail.hidden = true;
    this.body.classList.remove("has-detail");
    this.mark();
    const card = !FORMS.has(kind) && document.querySelector(`.aid-main [data-id="${CSS.escape(id)}"]`);
    const back = card || (this.from?.isConnected ? this.from : byId("aid-new"));
    back.focus({ preventScroll: true });
    card?.scrollIntoView?.({ block: "nearest" });
  }

  mark() {
    const shown = (kind) => (this.now?.kind === kind ? this.now.id || "1" : null);
    writeAddress(Object.fromEntries(KINDS.map((kind) => [kind, shown(kind)])));
    this.board.select(shown("verzoek"));
    this.operations.select(shown("operatie"));
    document.querySelector(".aid-main .request.chosen")?.scrollIntoView({ block: "nearest" });
  }
}
