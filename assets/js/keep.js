// A list that keeps its rows: what stays is not built again, so that focus, scroll position and what
// somebody is typing stay where they are. A row in which somebody is busy is left as it is.
export function keep(list, items, { key, build, empty }) {
  const rows = new Map([...list.children].filter((row) => row.dataset.key).map((row) => [row.dataset.key, row]));
  const kept = [];
  const before = list.contains(document.activeElement) ? document.activeElement : null;
  for (const item of items) {
    const name = String(key(item));
    const sign = JSON.stringify(item);
    let row = rows.get(name);
    rows.delete(name);
    if (!row || (row.dataset.sign !== sign && !busy(row))) {
      const fresh = build(item);
      Object.assign(fresh.dataset, { key: name, sign });
      if (row) swap(row, fresh);
      row = fresh;
    }
    kept.push(row);
  }
  for (const row of rows.values()) if (!busy(row)) row.remove();
  for (const row of [...list.children]) if (!row.dataset.key) row.remove();
  kept.forEach((row, index) => {
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
  if (!list.children.length && empty) list.append(empty());
  // A row that moved lost the focus on the way.
  if (before?.isConnected && document.activeElement !== before) before.focus({ preventScroll: true });
}

export const busy = (row) => row.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");

// The button that had the focus keeps it when its row is built anew.
function swap(old, fresh) {
  const act = old.contains(document.activeElement) && document.activeElement.dataset.act;
  old.replaceWith(fresh);
  if (act) fresh.querySelector(`[data-act="${CSS.escape(act)}"]`)?.focus({ preventScroll: true });
}
