// The entry: waits until Dash has built the page, then starts what the page is.
import { appears } from "./dom.js";
import { useTexts } from "./texts.js";

const RELOAD = 15000;

async function start() {
  const root = await appears("#picture, #wall, #sources, #bijstand, #briefing");
  const setup = JSON.parse(root.dataset.setup);
  useTexts(setup);
  if (root.id === "wall") return (await import("./wall.js")).startWall(root, setup);
  if (root.id === "bijstand") return (await import("./aid.js")).startAid(root, setup);
  if (root.id === "briefing") return (await import("./briefing.js")).startBriefing(root, setup);
  if (root.id === "sources") return (await import("./sources.js")).startSources(root, setup);
  return (await import("./picture.js")).startPicture(root, setup);
}

// A wall is never touched: a page that did not come up (a server that just restarted) tries again.
start().catch((error) => {
  console.error("start:", error);
  if (location.pathname === "/wand") setTimeout(() => location.reload(), RELOAD);
});
