// Builds elements. Text of feeds only ever becomes a text node: there is no way to pass markup.

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

export const byId = (id) => document.getElementById(id);

// Dash builds the page after our module runs.
export function appears(selector, { within = 30000 } = {}) {
  return new Promise((resolve, reject) => {
    const found = document.querySelector(selector);
    if (found) return resolve(found);
    const timer = setTimeout(() => {
      observer.disconnect();
      reject(new Error(`${selector} did not appear`));
    }, within);
    const observer = new MutationObserver(() => {
      const late = document.querySelector(selector);
      if (!late) return;
      clearTimeout(timer);
      observer.disconnect();
      resolve(late);
    });
    observer.observe(document.documentElement, { childList: true, subtree: true });
  });
}

// Words are only put in place where they differ: what is the same can be selected, and costs nothing.
export const say = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};
