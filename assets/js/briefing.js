// Wires the page `/briefing`: the order at the left, what it would say in the middle, what was made at the
// right. The moment, what it is compared with and the tab live in the address.
import { writeAddress } from "./address.js";
import { BriefingOrder, LAST, NONE, times } from "./briefingorder.js";
import { BriefingPreview } from "./briefingpreview.js";
import { BriefingTexts } from "./briefingtexts.js";
import { byId } from "./dom.js";
import { startFrame } from "./frame.js";
import { toAddress } from "./moment.js";
import { Packages } from "./packages.js";
import { PackageList } from "./packagelist.js";
import { expose } from "./window.js";

const TABS = ["inhoud", "wijzigingen", "teksten", "voorbeeld"];

export async function startBriefing(root, setup) {
  const { store, connect } = startFrame(root);
  const packages = new Packages();
  const preview = new BriefingPreview({
    content: byId("briefing-content"),
    changes: byId("briefing-changes"),
    count: byId("briefing-changes-count"),
    frame: byId("briefing-frame"),
    stand: byId("briefing-stand"),
  });
  const texts = new BriefingTexts({
    element: byId("briefing-texts"),
    count: byId("briefing-texts-count"),
    store,
    written: () => preview.again(),
  });
  const order = new BriefingOrder({
    element: byId("briefing-order"),
    setup,
    packages,
    texts,
    query: new URLSearchParams(location.search),
    changed: (moment, since) => {
      writeAddress({ ...toAddress(moment), sinds: since === LAST ? null : (since ?? NONE) });
      preview.load({ ...times(moment), since });
      texts.load(moment);
    },
  });
  new PackageList({ list: byId("briefing-list"), count: byId("briefing-count"), packages, setup });
  connectTabs(preview);
  expose({ store, feed: connect() });
  window.mlob.packages = packages;
  await packages.load();
  order.start();
}

function connectTabs(preview) {
  const show = ([tab]) => {
    writeAddress({ tab: tab === TABS[0] ? null : tab });
    preview.show(tab);
  };
  const asked = new URLSearchParams(location.search).get("tab");
  if (TABS.includes(asked)) window.dash_clientside.set_props("briefing-tabs", { value: asked });
  else if (window.mlobAsked.briefingtab) show(window.mlobAsked.briefingtab);
  document.addEventListener("mlob:briefingtab", ({ detail }) => show(detail));
}
