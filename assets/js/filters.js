// What a person wants to see: comes from the kit's controls, goes to map, lists and address.
import { readAddress, writeAddress } from "./address.js";
import { byId } from "./dom.js";
import { number } from "./format.js";

const props = (id, values) => window.dash_clientside.set_props(id, values);

export class Filters {
  constructor({ layers, store, letters, changed }) {
    Object.assign(this, { layers, store, changed });
    this.all = { layers: layers.filter((layer) => layer.visible).map((layer) => layer.name), disciplines: Object.keys(letters) };
    this.raw = { ...this.standard(), ...given(readAddress()) };
    document.addEventListener("mlob:filter", ({ detail }) => this.take(detail));
    byId("filter-clear").addEventListener("click", () => this.clear());
    store.on("change", ({ ids, whole }) => this.counts(whole || ids.size));
    store.on("change", ({ ids, whole }) => this.regions(ids, whole));
    this.counting = null;
  }

  standard() {
    return { ...this.all, grip: "0", regions: [], verification: [], search: "" };
  }

  // The kit's controls show what the address asked for, once Dash has built them.
  start() {
    if (window.mlobAsked.filter === undefined || this.differs()) this.push();
    this.apply();
  }

  push() {
    props("filter-layers", { value: this.raw.layers });
    props("filter-disciplines", { value: this.raw.disciplines });
    props("filter-grip", { value: this.raw.grip });
    props("filter-regions", { value: this.raw.regions });
    props("filter-verification", { value: this.raw.verification });
    props("filter-search", { value: this.raw.search });
  }

  take([layers, disciplines, grip, regions, verification, search]) {
    this.raw = {
      layers: layers ?? [],
      disciplines: disciplines ?? [],
      grip: grip ?? "0",
      regions: regions ?? [],
      verification: verification ?? [],
      search: search ?? "",
    };
    this.apply();
  }

  clear() {
    this.raw = this.standard();
    this.push();
    this.apply();
  }

  differs() {
    return JSON.stringify(this.raw) !== JSON.stringify(this.standard());
  }

  apply() {
    this.write();
    byId("filter-clear").hidden = !this.differs();
    this.changed(this.filter());
  }

  // Regions by name and by GRIP together; null is all of them.
  filter() {
    const grip = Number(this.raw.grip) || 0;
    let regions = this.raw.regions.length ? new Set(this.raw.regions) : null;
    if (grip) {
      const high = this.store.ofKind("region").filter((region) => (region.properties.grip ?? 0) >= grip);
      const codes = high.map((region) => region.properties.vr);
      regions = new Set(regions ? codes.filter((code) => regions.has(code)) : codes);
    }
    const every = this.raw.disciplines.length === this.all.disciplines.length;
    return {
      layers: new Set(this.raw.layers),
      disciplines: every ? null : new Set(this.raw.disciplines),
      grip,
      regions,
      verification: new Set(this.raw.verification),
      search: this.raw.search.trim().toLowerCase(),
    };
  }

  write() {
    const raw = this.raw;
    const unless = (list, standard) => ([...list].sort().join() === [...standard].sort().join() ? null : list.join(",") || "-");
    writeAddress({
      lagen: unless(raw.layers, this.all.layers),
      disciplines: unless(raw.disciplines, this.all.disciplines),
      grip: raw.grip === "0" ? null : raw.grip,
      regio: raw.regions.join(",") || null,
      verificatie: raw.verification.join(",") || null,
      zoek: raw.search || null,
    });
  }

  counts(changed) {
    if (!changed || this.counting) return;
    this.counting = setTimeout(() => {
      this.counting = null;
      const found = new Map(this.layers.map((layer) => [layer, 0]));
      for (const { properties } of this.store.features.values()) {
        for (const layer of this.layers) if (counted(layer, properties)) found.set(layer, found.get(layer) + 1);
      }
      for (const [layer, n] of found) {
        const place = document.querySelector(`[data-count="${layer.name}"]`);
        if (place) place.textContent = number(n);
      }
    }, 300);
  }

  regions(ids, whole) {
    if (!whole && ![...ids].some((id) => id.startsWith("region:"))) return;
    const known = this.store.ofKind("region");
    const data = known
      .map(({ properties }) => ({ value: properties.vr, label: properties.title }))
      .sort((a, b) => a.label.localeCompare(b.label, "nl"));
    if (JSON.stringify(data) !== this.offered) props("filter-regions", { data });
    this.offered = JSON.stringify(data);
    if (Number(this.raw.grip)) this.changed(this.filter());
  }
}

// What a layer shows something of: a region without GRIP is only ground, a request without a route has no line.
const counted = (layer, p) => p.kind === layer.kind && (p.kind !== "region" || p.grip) && (!layer.geometry || p[layer.geometry]);

function given(asked) {
  const names = ["layers", "disciplines", "grip", "regions", "verification", "search"];
  const set = names.filter((name) => asked[name] !== null && asked[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, asked[name]]));
}
