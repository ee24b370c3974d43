// The map: base, one source a layer, what is chosen. Redrawn from the store after a change of theme.
import { Map as MapLibre } from "/assets/vendor/maplibre-gl/maplibre-gl.mjs";
import { Channel } from "./channel.js";
import { drawn, expression, isStale } from "./drawn.js";
import { drill } from "./exercise.js";
import { ground, names } from "./ground.js";
import { addMarks } from "./marks.js";
import { bounds } from "./shapes.js";
import { t } from "./texts.js";
import { onTheme, painted, token } from "./tokens.js";

export const COUNTRY = [[3.2, 50.72], [7.28, 53.6]];
const REACH = 6; // px around a click that counts as on a mark: targets of at least 24 px
const STALE_EVERY = 5000;
const MARKS_FROM = 30; // layers of this order and up are marks: names lie under them, over the surfaces
const empty = { type: "FeatureCollection", features: [] };

export class Picture {
  constructor({ element, store, layers, shapes, tiles, view, still = false, scale = 1 }) {
    Object.assign(this, { store, layers, shapes, tiles, scale, still });
    this.filter = null;
    this.chosen = null;
    this.channels = new Map();
    this.ready = false;
    this.stale = new Map();
    this.map = new MapLibre({
      container: element,
      style: ground(tiles),
      attributionControl: false,
      maplibreLogo: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxPitch: 0,
      interactive: !still,
      minZoom: 4,
      maxZoom: 18,
      fadeDuration: 0,
      renderWorldCopies: false,
      ...(view ?? { bounds: COUNTRY, fitBoundsOptions: { padding: 24 } }),
    });
    this.map.touchZoomRotate?.disableRotation();
    this.map.keyboard?.disableRotation();
    this.map.getCanvas().setAttribute("aria-label", t("map.label"));
    this.map.once("load", () => this.build());
    store.on("change", (change) => this.take(change));
    store.on("moment", () => this.age());
    onTheme(() => this.ready && this.rebuild());
    setInterval(() => this.age(), STALE_EVERY);
  }

  async build() {
    await addMarks(this.map, this.scale);
    for (const layer of this.layers.filter(({ order }) => order < MARKS_FROM)) this.addLayer(layer);
    for (const layer of names(t("map.sea"), this.scale)) {
      if (!this.still || layer.id !== "regionamen") this.map.addLayer(layer);
    }
    for (const layer of this.layers.filter(({ order }) => order >= MARKS_FROM)) this.addLayer(layer);
    this.addGripLabels();
    this.addChosen();
    this.ready = true;
    this.applyFilter();
    this.fill();
    this.showChosen();
    this.map.fire("mlob.ready");
  }

  rebuild() {
    this.ready = false;
    this.map.setStyle(ground(this.tiles), { diff: false });
    this.map.once("style.load", () => this.build());
  }

  addLayer(layer) {
    this.map.addSource(layer.name, { type: "geojson", data: empty, promoteId: "id", maxzoom: 14 });
    this.channels.set(layer.name, new Channel(this.map, layer.name));
    for (const style of layer.style) {
      const { filter, ...rest } = painted(style);
      const own = layer.where.length && filter ? ["all", layer.where, filter] : filter ?? layer.where;
      this.map.addLayer({ ...rest, source: layer.name, ...(own.length && { filter: own }) });
      this.own ??= new Map();
      this.own.set(style.id, { layer, filter: own.length ? own : null });
    }
  }

  addGripLabels() {
    this.map.addSource("griplabels", { type: "geojson", data: empty });
    this.map.addLayer({
      id: "griplabels",
      type: "symbol",
      source: "griplabels",
      layout: {
        "icon-image": ["concat", "grip-", ["get", "grip"], ["case", ["get", "drill"], "-drill", ""]],
        "icon-anchor": ["get", "anchor"],
        "icon-offset": ["match", ["get", "anchor"], "left", ["literal", [12, 0]], "right", ["literal", [-12, 0]], ["literal", [0, 0]]],
        "icon-size": ["interpolate", ["linear"], ["zoom"], 6, 0.82, 9, 1.15],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "symbol-sort-key": ["get", "grip"],
      },
    });
  }

  addChosen() {
    this.map.addSource("gekozen", { type: "geojson", data: empty });
    const colour = token("info");
    this.map.addLayer({
      id: "gekozen-rand",
      type: "line",
      source: "gekozen",
      filter: ["!=", ["geometry-type"], "Point"],
      paint: { "line-color": colour, "line-width": 3.5 },
    });
    this.map.addLayer({
      id: "gekozen",
      type: "circle",
      source: "gekozen",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 6, 14, 12, 20],
        "circle-color": "transparent",
        "circle-stroke-color": colour,
        "circle-stroke-width": 3,
      },
    });
  }

  fill() {
    this.stale.clear();
    for (const feature of this.store.features.values()) this.place(feature.id);
    this.flush();
  }

  layersOf(kind) {
    return this.layers.filter((layer) => layer.kind === kind);
  }

  place(id) {
    const feature = this.store.features.get(id);
    const kind = feature?.properties.kind ?? id.slice(0, id.indexOf(":"));
    if (kind === "region") this.regionsChanged = true;
    for (const layer of this.layersOf(kind)) {
      const channel = this.channels.get(layer.name);
      const geometry = feature && this.geometryOf(feature, layer);
      if (geometry) channel.set({ type: "Feature", geometry, properties: this.properties(feature) });
      else channel.drop(id);
    }
    if (!feature) this.stale.delete(id);
    if (id === this.chosen) this.chosenChanged = true;
  }

  properties(feature) {
    const found = drawn(feature, this.store.now());
    this.stale.set(feature.id, found.stale);
    return found;
  }

  // What a layer draws of a feature; of a request without a place of its own, where it must go.
  geometryOf({ geometry, properties: p }, layer = null) {
    if (layer?.geometry) return p[layer.geometry];
    return geometry ?? (p.kind === "region" ? this.shapes.geometry.get(p.vr) : p.destination);
  }

  take({ ids }) {
    if (!this.ready) return;
    for (const id of ids) this.place(id);
    this.flush();
  }

  flush() {
    for (const channel of this.channels.values()) channel.flush();
    if (this.regionsChanged) this.showGrip();
    if (this.chosenChanged) this.showChosen();
    this.regionsChanged = this.chosenChanged = false;
  }

  // A mark fades when its time comes, also when nothing arrives.
  age() {
    if (!this.ready) return;
    const now = this.store.now();
    for (const feature of this.store.features.values()) {
      const before = this.stale.get(feature.id);
      if (before !== undefined && before !== Number(isStale(feature.properties, now))) this.place(feature.id);
    }
    this.flush();
  }

  showGrip() {
    const from = Math.max(1, this.filter?.grip ?? 1);
    const wanted = this.store.ofKind("region").filter((region) => (region.properties.grip ?? 0) >= from);
    const shown = this.visible("regios") ? wanted : [];
    const features = shown.map((region) => {
      const { point, anchor } = this.shapes.label(region.properties.vr);
      const geometry = { type: "Point", coordinates: point };
      return { type: "Feature", geometry, properties: { grip: region.properties.grip, drill: drill(region.properties), anchor } };
    });
    this.map.getSource("griplabels")?.setData({ type: "FeatureCollection", features });
  }

  visible(layer) {
    return !this.filter || this.filter.layers.has(layer);
  }

  setFilter(filter) {
    this.filter = filter;
    if (this.ready) this.applyFilter();
    if (this.ready) this.showGrip();
  }

  applyFilter() {
    if (!this.filter) return;
    const extra = expression(this.filter);
    for (const [id, { layer, filter }] of this.own) {
      this.map.setLayoutProperty(id, "visibility", this.visible(layer.name) ? "visible" : "none");
      const asked = layer.kind === "region" ? this.regionQuestion() : extra;
      this.map.setFilter(id, filter && asked ? ["all", filter, asked] : (asked ?? filter));
    }
  }

  regionQuestion = () => (this.filter.grip > 1 ? [">=", ["get", "grip"], this.filter.grip] : null);

  choose(id) {
    this.chosen = id;
    if (this.ready) this.showChosen();
  }

  showChosen() {
    const feature = this.chosen && this.store.features.get(this.chosen);
    const geometry = feature && this.geometryOf(feature);
    const data = geometry ? { type: "Feature", geometry, properties: {} } : empty;
    this.map.getSource("gekozen")?.setData(data);
  }

  // What lies under a point of the screen, the top one first.
  under({ x, y }) {
    const box = [[x - REACH, y - REACH], [x + REACH, y + REACH]];
    const ids = [...this.own.keys()].filter((id) => this.map.getLayer(id));
    const found = this.map.queryRenderedFeatures(box, { layers: ids });
    return [...new Set(found.map((feature) => feature.properties.id))];
  }

  show(id) {
    const feature = this.store.features.get(id);
    const box = feature && bounds([this.geometryOf(feature)]);
    if (!box) return;
    const [west, south, east, north] = box;
    this.map.fitBounds([[west, south], [east, north]], { padding: 80, maxZoom: Math.max(11, this.map.getZoom()) });
  }

  home() {
    this.map.fitBounds(COUNTRY, { padding: 24 });
  }
}
