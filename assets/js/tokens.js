// The colours of css/tokens.css, for what is drawn on a canvas; "@bad" in a layer names one of them.
export const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export function painted(value) {
  if (typeof value === "string") return value.startsWith("@") ? token(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map(painted);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, painted(inner)]));
  }
  return value;
}

export function onTheme(listener) {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
}
