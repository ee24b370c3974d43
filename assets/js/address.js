// What a person looks at lives in the address, so that a link reopens it: zoom, choice, filters, tab, and
// the moment (moment.js).
const round = (value, digits) => Number(value.toFixed(digits));

export function readAddress() {
  const query = new URLSearchParams(location.search);
  const list = (name) => (query.has(name) ? query.get(name).split(",").filter(Boolean) : null);
  return {
    view: view(query.get("kaart")),
    layers: list("lagen"),
    disciplines: list("disciplines"),
    grip: query.get("grip"),
    regions: list("regio"),
    verification: list("verificatie"),
    search: query.get("zoek"),
    chosen: query.get("kies"),
    tab: query.get("tab"),
    table: query.get("laag"),
  };
}

function view(text) {
  const [lat, lon, zoom] = (text ?? "").split(",").map(Number);
  return [lat, lon, zoom].every(Number.isFinite) && text ? { center: [lon, lat], zoom } : null;
}

export const viewText = (map) => {
  const { lng, lat } = map.getCenter();
  return [round(lat, 4), round(lng, 4), round(map.getZoom(), 2)].join(",");
};

let last = location.search;

// null takes a name out; what stands at its default is left out, so that addresses stay short. With `push`
// the browser's back button returns to what was there before.
export function writeAddress(changes, { push = false, search = location.search } = {}) {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  history[push ? "pushState" : "replaceState"](history.state, "", text ? `?${text}` : location.pathname);
  last = location.search;
}

// After "back" only what is in `changes` is as it was; the rest of the address says what is still shown.
export const restoreAddress = (changes) => writeAddress(changes, { search: last });
