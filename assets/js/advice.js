// Placeholder until the advice of the server is merged.
import { el } from "./dom.js";

export class Advice {
  constructor() {
    this.element = el("section", {});
  }

  update() {}
}
