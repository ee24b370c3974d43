// Wires `/wand`: nobody touches it. Reconnects for ever, reloads on a new version, stays awake.
import { Alarm } from "./alarm.js";
import { Bar } from "./bar.js";
import { Band, startClock } from "./clock.js";
import { byId } from "./dom.js";
import { drill } from "./exercise.js";
import { Feed } from "./feed.js";
import { bounds } from "./shapes.js";
import { Store } from "./store.js";
import { WallLines } from "./walllines.js";
import { expose, openMap } from "./window.js";

const SEVERE = 2;
const ROOM = { top: 110, bottom: 110, left: 170, right: 170 }; // px; beside a region stands its GRIP
const LARGER = 1.4; // marks and names of the map, against those of a desk

export async function startWall(root, setup) {
  const store = new Store();
  const band = new Band(byId("band"), root);
  const scale = Number(getComputedStyle(root).getPropertyValue("--scale")) || 1;
  new Bar(byId("disciplines"), store);
  startClock(byId("clock"));
  new WallLines(byId("wall-requests"), byId("wall-worse"), store);
  new Alarm(byId("wall-alarm"), store);
  const picture = await openMap({ element: byId("map"), notice: byId("map-notice"), store, setup, still: true, scale: scale * LARGER });
  const feed = new Feed({ message: (message) => store.take(message), link: (state, heard) => band.link(state, heard) });
  if (picture) followIncidents(store, picture);
  reloadOnNewVersion(store);
  keepAwake();
  expose({ store, feed, picture });
}

// Zooms only when the set of incidents that matter changes, never on an update of one of them.
function followIncidents(store, picture) {
  let before = null;
  const look = () => {
    const wanted = store.ofKind("incident").filter(({ properties: p }) => (p.severity ?? 0) >= SEVERE && !drill(p));
    const regions = store.ofKind("region").filter(({ properties: p }) => p.grip >= 1 && !drill(p));
    const set = [...wanted, ...regions].map((feature) => feature.id).sort().join();
    if (set === before) return;
    before = set;
    const box = bounds([...wanted, ...regions].map((feature) => picture.geometryOf(feature)));
    if (!box) return picture.home();
    const [west, south, east, north] = box;
    picture.map.fitBounds([[west, south], [east, north]], { padding: ROOM, maxZoom: 10, animate: false });
  };
  store.on("change", look);
  if (store.ready) look();
}

function reloadOnNewVersion(store) {
  let first = null;
  store.on("tick", async ({ version }) => {
    first ??= version;
    if (version === first) return;
    const answer = await fetch("/", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) location.reload();
  });
}

// The browser gives the lock back whenever the page is hidden, so ask again when it is seen.
function keepAwake() {
  const ask = () => navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  ask();
}
