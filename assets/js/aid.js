// Wires the page `/bijstand`: board, operations, capacity, load and experts at the left, and what is open
// beside them. What a person looks at lives in the address.
import { Board } from "./board.js";
import { Requests } from "./aidstore.js";
import { writeAddress } from "./address.js";
import { Capacity } from "./capacity.js";
import { Desk } from "./desk.js";
import { byId } from "./dom.js";
import { Experts } from "./experts.js";
import { startFrame } from "./frame.js";
import { Load } from "./load.js";
import { Operations } from "./operations.js";
import { expose } from "./window.js";

const props = (id, values) => window.dash_clientside.set_props(id, values);

export async function startAid(root, setup) {
  const { store, connect } = startFrame(root);
  const requests = new Requests(store);
  const desk = new Desk({ requests, setup });
  const open = (kind, id) => desk.open(kind, id);
  desk.beside({
    board: new Board({ element: byId("board"), requests, setup, choose: (id) => open("verzoek", id) }),
    operations: new Operations({ element: byId("operations"), requests, setup, choose: (id) => open("operatie", id), plan: () => open("gebeurtenis", "") }),
    capacity: new Capacity({ requests, setup, open }),
    load: new Load({ requests, setup, open }),
    experts: new Experts({ requests, open }),
  });
  byId("aid-new").addEventListener("click", () => open("nieuw", ""));
  connectFilters(desk);
  connectTabs(desk);
  expose({ store, feed: connect() });
  window.mlob.requests = requests;
  await requests.load();
  desk.reopen();
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

const SEEN = { belasting: "load", capaciteit: "capacity", deskundigen: "experts" };

function connectTabs(desk) {
  const take = ([tab]) => {
    writeAddress({ tab: tab === "bord" ? null : tab });
    document.querySelector(".aid-filters").hidden = tab !== "bord";
    for (const [name, panel] of Object.entries(SEEN)) desk[panel].see(tab === name);
  };
  document.addEventListener("mlob:aidtab", ({ detail }) => take(detail));
  document.addEventListener("mlob:hours", ({ detail: [hours] }) => desk.load.setHours(Number(hours)));
  const tab = new URLSearchParams(location.search).get("tab");
  if (tab) props("aid-tabs", { value: tab });
}
