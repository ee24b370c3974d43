// The base map, of the project's own files: sea, neighbours, land, gemeenten, regions, place names.
import { token } from "./tokens.js";

const FILES = ["neighbours", "land", "gemeenten", "regions", "region_labels", "places"];
export const FONT = ["Inter Variable", "sans-serif"];
export const FONT_BOLD = ["Inter Variable Bold", "Inter Variable", "sans-serif"];

const data = (name) => new URL(`/assets/base/${name}.geojson`, location.href).href;
// An interpolation is [name, how, input, stop, value, stop, value ...]: only the values grow.
const scaled = (size, by) =>
  Array.isArray(size) ? size.map((part, i) => (i >= 4 && i % 2 === 0 ? part * by : part)) : size * by;
const wide = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];

function sources(tiles) {
  const found = Object.fromEntries(
    FILES.map((name) => [name, { type: "geojson", data: data(name), ...(name === "regions" && { promoteId: "code" }) }]),
  );
  if (tiles) found.tiles = { type: "raster", tiles: [tiles], tileSize: 256 };
  return found;
}

const line = (id, source, color, width) => ({
  id,
  type: "line",
  source,
  layout: { "line-join": "round" },
  paint: { "line-color": color, "line-width": width },
});

function surfaces(tiles) {
  return [
    { id: "water", type: "background", paint: { "background-color": token("water") } },
    { id: "buurlanden", type: "fill", source: "neighbours", paint: { "fill-color": token("abroad") } },
    { ...line("buurlanden-rand", "neighbours", token("region-line"), 0.6) },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": token("land") } },
    ...(tiles ? [{ id: "tegels", type: "raster", source: "tiles", paint: { "raster-opacity": 0.55 } }] : []),
    line("gemeenten", "gemeenten", token("gemeente-line"), wide(6, 0.5, 10, 1.4)),
    line("regiogrenzen", "regions", token("region-line"), wide(6, 1, 10, 2)),
  ];
}

// Names lie under every mark and give way to each other; the sea has no outline, so it gets a name.
export function names(sea, scale = 1) {
  const text = (size, font = FONT) => ({
    "text-font": font,
    "text-size": scaled(size, scale),
    "text-padding": 6,
    "text-max-width": 9,
  });
  const paint = (colour) => ({
    "text-color": colour,
    "text-halo-color": token("land"),
    "text-halo-width": 1.2,
  });
  return [
    {
      id: "plaatsen",
      type: "symbol",
      source: "places",
      filter: ["<=", ["get", "zoom"], ["zoom"]],
      layout: { ...text(wide(6, 10.5, 11, 14)), "text-field": ["get", "name"], "symbol-sort-key": ["get", "rank"] },
      paint: paint(token("place")),
    },
    {
      id: "regionamen",
      type: "symbol",
      source: "region_labels",
      minzoom: 8,
      maxzoom: 11,
      layout: {
        ...text(11.5),
        "text-field": ["get", "name"],
        "text-transform": "uppercase",
        "text-letter-spacing": 0.12,
      },
      paint: paint(token("place")),
    },
    {
      id: "zee",
      type: "symbol",
      source: { type: "geojson", data: { type: "Point", coordinates: [3.75, 52.75] } },
      maxzoom: 9,
      layout: { ...text(12), "text-field": sea, "text-letter-spacing": 0.2 },
      paint: { "text-color": token("place"), "text-opacity": 0.8 },
    },
  ];
}

export function ground(tiles) {
  return { version: 8, sources: sources(tiles), layers: surfaces(tiles) };
}
