// Wires the page `/`: feed to store, store (or a moment of the past) to map and lists, choice and filters
// to all of them.
import { readAddress, viewText, writeAddress } from "./address.js";
import { Counts } from "./counts.js";
import { Detail } from "./detail.js";
import { byId } from "./dom.js";
import { Filters } from "./filters.js";
import { startFrame } from "./frame.js";
import { showLegend } from "./legend.js";
import { named } from "./moment.js";
import { Past } from "./past.js";
import { PastBand } from "./pastband.js";
import { Requests } from "./requests.js";
import { Shown } from "./shown.js";
import { Slider } from "./slider.js";
import { Strip } from "./strip.js";
import { Table } from "./table.js";
import { t } from "./texts.js";
import { TimeBar } from "./timebar.js";
import { Timeline } from "./timeline.js";
import { expose, openMap } from "./window.js";

const props = (id, values) => window.dash_clientside.set_props(id, values);

export async function startPicture(root, setup) {
  const asked = readAddress();
  const { store: live, shown: store, connect } = startFrame(root, (it) => new Shown(it));
  showLegend(byId("legend"));
  const choice = { id: null };
  const choose = (id, from, near = []) => pick(id, { from, near });
  const timeline = new Timeline(byId("timeline"), store, choose);
  const requests = new Requests(byId("requests"), store, choose);
  const table = new Table({ count: byId("table-count"), store, layers: setup.layers, language: setup.language, choose });
  const past = connectTime(root, live, store);
  const picture = await openMap({ element: byId("map"), notice: byId("map-notice"), store, setup, view: asked.view });

  const detail = new Detail(byId("detail"), store, {
    close: () => mark(null),
    show: (id) => picture?.show(id),
    choose: (id, near) => pick(id, { near }),
    renamed: (id) => mark(id),
  });

  function mark(id) {
    choice.id = id;
    for (const part of [timeline, requests, table]) part.select(id);
    picture?.choose(id);
    writeAddress({ kies: id });
  }

  function pick(asked, { from = null, near = [], focus = true } = {}) {
    const id = store.resolve(asked);
    mark(id);
    detail.open(id, { from, near, focus });
  }

  const filters = new Filters({
    layers: setup.layers,
    letters: setup.letters,
    store,
    changed: (filter) => {
      for (const part of [timeline, requests, table]) part.setFilter(filter);
      picture?.setFilter(filter);
    },
  });
  filters.start();
  connectMap(picture, pick, () => detail.close());
  connectTabs(asked, table, setup.layers.at(-1).name);
  connectPause(store, past);
  document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && detail.close());
  past.start(); // after all who listen are there
  if (asked.chosen) waitFor(store, past, asked.chosen, () => pick(asked.chosen, { focus: false }));

  expose({ store, feed: connect(), picture, choice, past });
}

function connectTime(root, live, store) {
  const past = new Past(store, (moment) => {
    byId("speak").textContent = moment ? t("past.speak", { time: named(moment.at) }) : t("past.speak_live");
  });
  const strip = new Strip("strip", byId("strip-summary"), new Counts(live));
  new PastBand(byId("past"), root, past);
  new TimeBar(byId("timebar"), past, strip);
  new Slider(byId("time-slider"), past, strip);
  return past;
}

function connectMap(picture, pick, nothing) {
  if (!picture) return;
  const { map } = picture;
  map.on("click", ({ point }) => {
    const [id, ...near] = picture.under(point);
    if (id) pick(id, { from: map.getCanvas(), near });
    else nothing();
  });
  let last = 0;
  map.on("mousemove", ({ point }) => {
    if (Date.now() - last < 120) return;
    last = Date.now();
    map.getCanvas().style.cursor = picture.under(point).length ? "pointer" : "";
  });
  map.on("moveend", () => writeAddress({ kaart: viewText(map) }));
  byId("zoom-in").addEventListener("click", () => map.zoomIn());
  byId("zoom-out").addEventListener("click", () => map.zoomOut());
  byId("zoom-home").addEventListener("click", () => picture.home());
}

function connectTabs(asked, table, topmost) {
  document.addEventListener("mlob:tab", ({ detail: [tab] }) => {
    writeAddress({ tab: tab === "tijdlijn" ? null : tab });
    table.see(tab === "tabel");
  });
  document.addEventListener("mlob:table", ({ detail: [name] }) => {
    writeAddress({ laag: name === topmost ? null : name });
    table.setLayer(name);
  });
  table.start().then(() => {
    table.setLayer(asked.table ?? window.mlobAsked.table?.[0] ?? topmost);
    table.see((asked.tab ?? window.mlobAsked.tab?.[0]) === "tabel");
  });
  if (asked.tab) props("tabs", { value: asked.tab });
  if (asked.table) props("table-layer", { value: asked.table });
}

// What is past does not move: there is nothing to hold.
function connectPause(store, past) {
  const button = byId("pause");
  past.on("state", () => (button.hidden = Boolean(store.moment)));
  const show = (waiting) => {
    const words = [t(store.paused ? "pause.resume" : "pause.pause")];
    if (store.paused && waiting) words.push(t("pause.waiting", { n: waiting }));
    button.textContent = words.join(" · ");
    button.setAttribute("aria-pressed", String(store.paused));
  };
  button.addEventListener("click", () => store.pause(!store.paused));
  store.on("waiting", show);
}

// In a picture of the past what was asked for may not be there: its detail then says so.
function waitFor(store, past, id, then) {
  let done = false;
  const look = () => {
    if (done || (!store.moment && (past.wanted || !store.features.has(store.resolve(id))))) return;
    done = true;
    then();
  };
  store.on("change", look);
  store.on("moment", look);
  look();
}
