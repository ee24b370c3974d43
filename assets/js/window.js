// What pages share: opening the map, and `window.mlob`, which tests read.
import { loadShapes } from "./shapes.js";
import { t } from "./texts.js";

// Without WebGL there is no map; everything else must still work.
export async function openMap({ element, notice, store, setup, ...more }) {
  try {
    const [{ Picture }, shapes] = await Promise.all([import("./map.js"), loadShapes()]);
    return new Picture({ element, store, layers: setup.layers, shapes, tiles: setup.tiles, ...more });
  } catch (error) {
    console.error("map:", error);
    notice.textContent = t("map.broken");
    notice.hidden = false;
    return null;
  }
}

// `picture` is undefined on a page without a map, and null where the map could not be opened.
export function expose({ store, feed, picture, choice = { id: null }, past = null }) {
  window.mlob = {
    get ready() {
      return store.ready && (picture === undefined || Boolean(picture?.ready));
    },
    get cursor() {
      return feed.cursor;
    },
    get connected() {
      return feed.state === "live";
    },
    get chosen() {
      return choice.id;
    },
    get moment() {
      return store.moment;
    },
    count: (kind) => store.count(kind),
    feature: (id) => store.features.get(id),
    map: picture?.map,
    store,
    feed,
    past,
  };
}
