// The 25 regions' shapes (the socket sends them without), and where a GRIP label covers nothing.
const NEAR = 0.28; // degrees of longitude beside the region that must be free of other regions

export async function loadShapes() {
  const [shapes, labels] = await Promise.all(
    ["regions", "region_labels"].map(async (name) => (await fetch(`/assets/base/${name}.geojson`)).json()),
  );
  return new Shapes(shapes.features, labels.features);
}

export class Shapes {
  constructor(shapes, labels) {
    this.geometry = new Map(shapes.map((feature) => [feature.properties.code, feature.geometry]));
    this.names = new Map(shapes.map((feature) => [feature.properties.code, feature.properties.name]));
    this.points = new Map(labels.map((feature) => [feature.properties.code, feature.geometry.coordinates]));
  }

  // Beside the region when that is abroad or sea, else in its middle.
  label(code) {
    const geometry = this.geometry.get(code);
    const east = extreme(geometry, (a, b) => a[0] > b[0]);
    if (!this.at([east[0] + NEAR, east[1]])) return { point: east, anchor: "left" };
    const west = extreme(geometry, (a, b) => a[0] < b[0]);
    if (!this.at([west[0] - NEAR, west[1]])) return { point: west, anchor: "right" };
    return { point: this.points.get(code), anchor: "center" };
  }

  at(point) {
    for (const [code, geometry] of this.geometry) if (inside(geometry, point)) return code;
    return null;
  }
}

const rings = (geometry) =>
  geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : geometry.coordinates;

function extreme(geometry, better) {
  let found = null;
  for (const ring of rings(geometry)) for (const point of ring) if (!found || better(point, found)) found = point;
  return found;
}

// Even-odd over all rings, so that holes count.
function inside(geometry, [x, y]) {
  let odd = false;
  for (const ring of rings(geometry)) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    }
  }
  return odd;
}

export function bounds(geometries) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part) => {
    if (typeof part[0] === "number") {
      box[0] = Math.min(box[0], part[0]);
      box[1] = Math.min(box[1], part[1]);
      box[2] = Math.max(box[2], part[0]);
      box[3] = Math.max(box[3], part[1]);
    } else part.forEach(visit);
  };
  for (const geometry of geometries) if (geometry?.coordinates) visit(geometry.coordinates);
  return box[0] <= box[2] ? box : null;
}
