// A classic script, there before Dash starts: passes on what a person chose to the modules, which may
// still be loading. Nothing that goes through here is sent to the server.
window.mlobAsked = {};
// Back and forward stay on the page: its modules follow them. Dash would ask for the whole page anew.
window.addEventListener("popstate", (event) => {
  event.stopImmediatePropagation();
  window.dispatchEvent(new CustomEvent("mlob:back"));
});
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  mlob: Object.fromEntries(
    ["filter", "tab", "table", "refused", "aid", "aidtab", "hours", "briefingtab"].map((name) => [
      name,
      (...values) => {
        window.mlobAsked[name] = values;
        document.dispatchEvent(new CustomEvent(`mlob:${name}`, { detail: values }));
        return window.dash_clientside.no_update;
      },
    ]),
  ),
});
