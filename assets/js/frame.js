// What every page for a desk starts with: the store and its feed, bar, clock, band, spoken changes.
// `view` is what the page shows of the store, where that can be something else than what is live.
import { Bar } from "./bar.js";
import { Band, startClock } from "./clock.js";
import { byId } from "./dom.js";
import { drill } from "./exercise.js";
import { Feed } from "./feed.js";
import { number } from "./format.js";
import { openRequests } from "./requests.js";
import { Speaker } from "./speak.js";
import { Store } from "./store.js";

export function startFrame(root, view = (store) => store) {
  const store = new Store();
  const shown = view(store);
  const band = new Band(byId("band"), root);
  new Bar(byId("disciplines"), shown);
  const setClock = startClock(byId("clock"));
  const speaker = new Speaker(store);
  shown.on("moment", (moment) => {
    setClock(moment);
    band.setPast(Boolean(moment));
    speaker.setPast(Boolean(moment));
  });
  countRequests(store);
  watchVersion(store, () => band.offerReload());
  return { store, shown, connect: () => connect(store, band) };
}

// Last of all: whoever listens must be there before the first message.
const connect = (store, band) =>
  new Feed({ message: (message) => store.take(message), link: (state, heard) => band.link(state, heard) });

// How many requests are open, beside the page where they are.
function countRequests(store) {
  const place = byId("nav-requests");
  store.on("change", ({ ids, whole }) => {
    if (!whole && ![...ids].some((id) => id.startsWith("request:"))) return;
    const n = openRequests(store).filter(({ properties }) => !drill(properties)).length;
    place.textContent = n ? ` ${number(n)}` : "";
  });
}

function watchVersion(store, changed) {
  let first = null;
  store.on("tick", ({ version }) => {
    first ??= version;
    if (version !== first) changed();
  });
}
