// Wires the page `/bijstand`: board, operations and load at the left, and what is open beside them. What a
// person looks at lives in the address; what he typed stays while he looks at something else.
import { Board } from "./board.js";
import { Requests } from "./aidstore.js";
import { writeAddress } from "./address.js";
import { byId } from "./dom.js";
import { startFrame } from "./frame.js";
import { Load } from "./load.js";
import { NewRequest } from "./newrequest.js";
import { Operations } from "./operations.js";
import { OperationView } from "./operationview.js";
import { RequestView } from "./requestview.js";
import { expose } from "./window.js";

const KEPT = 12; // views that stay as they are when something else is opened
const props = (id, values) => window.dash_clientside.set_props(id, values);

export async function startAid(root, setup) {
  const { store, connect } = startFrame(root);
  const requests = new Requests(store);
  const desk = new Desk({ requests, setup });
  byId("aid-new").addEventListener("click", () => desk.open("nieuw", ""));
  connectFilters(desk);
  connectTabs(desk);
  expose({ store, feed: connect() });
  window.mlob.requests = requests;
  await requests.load();
  desk.reopen();
}

class Desk {
  constructor({ requests, setup }) {
    Object.assign(this, { requests, setup, views: new Map(), now: null, from: null });
    this.body = document.querySelector(".aid-body");
    this.detail = byId("aid-detail");
    this.board = new Board({ element: byId("board"), requests, setup, choose: (id) => this.open("verzoek", id) });
    this.operations = new Operations({ element: byId("operations"), requests, setup, choose: (id) => this.open("operatie", id) });
    this.load = new Load({ requests, setup, open: (kind, id) => this.open(kind, id) });
    requests.on(() => this.now?.view.update?.());
    this.operations.on(() => this.now?.kind === "operatie" && this.now.view.update());
    this.detail.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    setInterval(() => this.now?.view.tick?.(), 5000);
  }

  reopen() {
    const query = new URLSearchParams(location.search);
    const kind = ["verzoek", "operatie", "nieuw"].find((name) => query.has(name));
    if (kind) this.open(kind, query.get(kind), { focus: false });
  }

  make(kind, id) {
    const common = { requests: this.requests, setup: this.setup, open: (what, which) => this.open(what, which), close: () => this.close() };
    if (kind === "verzoek") return new RequestView(id, common);
    if (kind === "operatie") return new OperationView(id, { ...common, operations: this.operations, add: (row) => this.add(row) });
    return new NewRequest({ ...common, contacts: this.setup.contacts });
  }

  open(kind, id, { focus = true } = {}) {
    const key = kind === "nieuw" ? kind : `${kind} ${id}`;
    const view = this.views.get(key) ?? this.make(kind, id);
    this.views.delete(key);
    this.views.set(key, view);
    while (this.views.size > KEPT) this.views.delete([...this.views.keys()].find((name) => name !== "nieuw"));
    if (!this.now) this.from = document.activeElement;
    this.now = { kind, id, view };
    this.detail.hidden = false;
    this.body.classList.add("has-detail");
    if (this.detail.firstChild !== view.element) this.detail.replaceChildren(view.element);
    view.update?.();
    if (kind === "nieuw" && id) view.pick?.(id);
    this.mark();
    if (!focus) return;
    this.detail.scrollTop = 0;
    if (kind === "nieuw") view.focus();
    else this.detail.focus({ preventScroll: true });
  }

  add(row) {
    this.open("nieuw", "");
    this.now.view.join(row);
  }

  close() {
    if (!this.now) return;
    const { kind, id } = this.now;
    this.now = null;
    this.detail.hidden = true;
    this.body.classList.remove("has-detail");
    this.mark();
    const card = kind !== "nieuw" && document.querySelector(`.aid-main [data-id="${CSS.escape(id)}"]`);
    const back = card || (this.from?.isConnected ? this.from : byId("aid-new"));
    back.focus({ preventScroll: true });
    card?.scrollIntoView?.({ block: "nearest" });
  }

  mark() {
    const shown = (kind) => (this.now?.kind === kind ? this.now.id || "1" : null);
    writeAddress({ verzoek: shown("verzoek"), operatie: shown("operatie"), nieuw: shown("nieuw") });
    this.board.select(shown("verzoek"));
    this.operations.select(shown("operatie"));
    document.querySelector(".aid-main .request.chosen")?.scrollIntoView({ block: "nearest" });
  }
}

const NAMES = ["soort", "regio", "welke", "spoed", "klaar"];

function connectFilters(desk) {
  document.addEventListener("mlob:aid", ({ detail: [kind, region, exercise, urgent, ended] }) => {
    desk.board.setFilter({ kind, region, exercise, urgent, ended });
    const values = [kind, region, exercise, urgent && "1", ended && "1"];
    writeAddress(Object.fromEntries(NAMES.map((name, index) => [name, values[index] || null])));
  });
  const query = new URLSearchParams(location.search);
  const [kind, region, exercise, urgent, ended] = NAMES.map((name) => query.get(name));
  if (kind) props("aid-kind", { value: kind });
  if (region) props("aid-region", { value: region });
  if (exercise) props("aid-exercise", { value: exercise });
  if (urgent) props("aid-urgent", { checked: true });
  if (ended) props("aid-ended", { checked: true });
}

function connectTabs(desk) {
  const take = ([tab]) => {
    writeAddress({ tab: tab === "bord" ? null : tab });
    document.querySelector(".aid-filters").hidden = tab !== "bord";
    desk.load.see(tab === "belasting");
  };
  document.addEventListener("mlob:aidtab", ({ detail }) => take(detail));
  document.addEventListener("mlob:hours", ({ detail: [hours] }) => desk.load.setHours(Number(hours)));
  const tab = new URLSearchParams(location.search).get("tab");
  if (tab) props("aid-tabs", { value: tab });
}
