// A part of a page that is drawn again only when what it shows has changed; focus stays on its button.
export class Part {
  constructor(element, slice, draw) {
    Object.assign(this, { element, slice, draw, sign: null });
  }

  update(data) {
    const sign = JSON.stringify(this.slice(data));
    if (sign === this.sign) return;
    this.sign = sign;
    const active = this.element.contains(document.activeElement) && document.activeElement.dataset.act;
    this.element.replaceChildren(...[this.draw(data)].flat().filter(Boolean));
    if (active) this.element.querySelector(`[data-act="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
  }
}
