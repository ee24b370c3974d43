// Wires the page `/bronnen`. What a person chose lives in the address: a source, a message, whose messages.
import { writeAddress } from "./address.js";
import { byId } from "./dom.js";
import { startFrame } from "./frame.js";
import { Proposals } from "./proposals.js";
import { Refused } from "./refused.js";
import { RefusedFrame } from "./refusedframe.js";
import { SourceDetail } from "./sourcedetail.js";
import { SourceTable } from "./sourcetable.js";
import { summary } from "./sourcewords.js";
import { expose } from "./window.js";

const props = (id, values) => window.dash_clientside.set_props(id, values);

export async function startSources(root, setup) {
  const { store, connect } = startFrame(root);
  const query = new URLSearchParams(location.search);
  connectSources(store, setup, query.get("bron"));
  connectRefused(store, setup, query);
  new Proposals({ list: byId("proposals"), count: byId("proposals-count"), store });
  expose({ store, feed: connect() });
}

function connectSources(store, setup, asked) {
  const words = byId("sources-summary");
  store.on("disciplines", () => {
    const text = summary(store.sources);
    if (words.textContent !== text) words.textContent = text;
  });
  const element = document.querySelector(".sources-grid");
  const table = new SourceTable({ element, store, choose: (name) => choose(name) });
  const detail = new SourceDetail(byId("source"), store, {
    reach: setup.reach,
    close: (name) => {
      mark(null);
      table.focus(name);
    },
    refused: (name) => {
      props("refused-from", { value: name });
      document.querySelector(".panel-refused").scrollIntoView({ block: "nearest" });
      byId("refused-from").focus();
    },
  });
  const mark = (name) => {
    table.select(name);
    writeAddress({ bron: name });
  };
  const choose = (name, focus = true) => {
    mark(name);
    detail.open(name, focus);
  };
  table.start();
  if (!asked) return;
  store.on("disciplines", () => {
    if (asked) choose(asked, false);
    asked = null;
  });
}

function connectRefused(store, setup, query) {
  const counts = { waiting: byId("refused-count"), settled: byId("settled-count") };
  const frame = new RefusedFrame(byId("refused-frame"), {
    fate: (id) => refused.fate(id),
    acted: () => refused.looking.soon(),
  });
  const choose = (id, focus = true) => {
    refused.select(id);
    writeAddress({ bericht: id });
    frame.open(id, focus);
  };
  const refused = new Refused({
    list: byId("refused"),
    settled: byId("settled"),
    counts,
    store,
    choose,
    offer: (names) => offer([...new Set([...Object.keys(setup.reach), ...names])].sort()),
    changed: () => frame.look(),
  });
  document.addEventListener("mlob:refused", ({ detail: [name] }) => {
    refused.setFrom(name);
    writeAddress({ van: name || null });
  });
  offer(Object.keys(setup.reach).sort());
  if (query.get("van")) props("refused-from", { value: query.get("van") });
  if (query.get("bericht")) choose(query.get("bericht"), false);
}

let offered = "";

function offer(names) {
  if (names.join() === offered) return;
  offered = names.join();
  props("refused-from", { data: names.map((name) => ({ value: name, label: name })) });
}
