// Draws the discipline marks and other signs of the map to images, in the colours of the theme.
// Shape and letter say the discipline, so that colour is never needed to tell them apart.
import { letter, t } from "./texts.js";
import { token } from "./tokens.js";

const BOX = 28; // px; the shapes below are drawn around the middle of a box of this size
const RATIO = 3;
const HEX = [[-5, -9], [5, -9], [10, 0], [5, 9], [-5, 9], [-10, 0]];
const PENTAGON = [[0, -10], [9.5, -3], [6, 8.5], [-6, 8.5], [-9.5, -3]];
const SHAPES = {
  brandweer: [[0, -9.5], [10, 8], [-10, 8]],
  politie: [[-8, -8], [8, -8], [8, 8], [-8, 8]],
  defensie: [[0, -10.5], [10.5, 0], [0, 10.5], [-10.5, 0]],
  gemeenten: HEX,
  overig: PENTAGON,
};
const LETTER_DROP = { brandweer: 2.6 };

export const DISCIPLINES = ["brandweer", "politie", "ghor", "defensie", "gemeenten", "overig"];
const TONES = { plain: "mark", warn: "warn", bad: "bad", drill: "soft" };

function canvas(width, height) {
  const element = document.createElement("canvas");
  element.width = width * RATIO;
  element.height = height * RATIO;
  const context = element.getContext("2d");
  context.scale(RATIO, RATIO);
  return context;
}

const picture = (context) =>
  context.getImageData(0, 0, context.canvas.width, context.canvas.height);

function outline(context, discipline) {
  context.beginPath();
  if (discipline === "ghor") context.arc(0, 0, 9.3, 0, 2 * Math.PI);
  else SHAPES[discipline].forEach(([x, y]) => context.lineTo(x, y));
  context.closePath();
}

function mark(discipline, tone, stale) {
  const context = canvas(BOX, BOX);
  context.translate(BOX / 2, BOX / 2);
  context.lineJoin = "round";
  outline(context, discipline);
  context.lineWidth = 3.2;
  context.strokeStyle = token("mark-edge");
  context.stroke();
  const colour = token(TONES[tone]);
  const drill = tone === "drill";
  const hollow = stale || drill;
  context.fillStyle = hollow ? token("panel") : colour;
  context.fill();
  if (hollow) {
    if (stale) context.setLineDash([2.4, 1.8]);
    context.lineWidth = 1.8;
    context.strokeStyle = colour;
    context.stroke();
  }
  context.fillStyle = hollow ? colour : token("mark-ink");
  if (!hollow && tone === "bad") context.fillStyle = token("on-bad");
  context.font = `800 11.5px ${token("font")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(letter(discipline), 0, 0.6 + (LETTER_DROP[discipline] ?? 0));
  if (drill) under(context, t("map.drill_mark"), colour);
  return picture(context);
}

// A word over the foot of a mark.
function under(context, words, colour) {
  context.setLineDash([]);
  context.font = `800 7.5px ${token("font")}`;
  context.lineWidth = 2.6;
  context.strokeStyle = token("panel");
  context.strokeText(words, 0, 10.5);
  context.fillStyle = colour;
  context.fillText(words, 0, 10.5);
}

// A tick that sticks out of the mark, along the course; its box is larger so that it turns around the middle.
function tick() {
  const context = canvas(44, 44);
  context.translate(22, 22);
  context.beginPath();
  [[0, -20], [4.2, -12.5], [-4.2, -12.5]].forEach(([x, y]) => context.lineTo(x, y));
  context.closePath();
  context.lineWidth = 2.4;
  context.strokeStyle = token("mark-edge");
  context.stroke();
  context.fillStyle = token("mark");
  context.fill();
  return picture(context);
}

function pill() {
  const context = canvas(20, 20);
  context.beginPath();
  context.roundRect(1, 1, 18, 18, 5);
  context.fillStyle = token("panel");
  context.fill();
  context.lineWidth = 1.6;
  context.strokeStyle = token("ink");
  context.stroke();
  return picture(context);
}

function gripLabel(level, drill = false) {
  const words = drill ? `${t("app.exercise")} GRIP ${level}` : `GRIP ${level}`;
  const [width, height] = [drill ? 204 : 88, 32];
  const context = canvas(width, height);
  const colour = token(drill ? "soft" : level >= 3 ? "bad" : "warn");
  context.beginPath();
  context.roundRect(1.5, 1.5, width - 3, height - 3, 5);
  context.fillStyle = token("panel");
  context.fill();
  context.lineWidth = 2.2;
  context.strokeStyle = colour;
  context.stroke();
  context.fillStyle = colour;
  context.font = `800 20px ${token("font")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(words, width / 2, height / 2 + 1);
  return picture(context);
}

function put(map, name, image, scale, more = {}) {
  if (map.hasImage(name)) map.removeImage(name);
  map.addImage(name, image, { pixelRatio: RATIO / scale, ...more });
}

// `scale` makes every sign larger, for a wall that is read from afar.
export async function addMarks(map, scale = 1) {
  await document.fonts.load(`800 20px ${token("font")}`).catch(() => []);
  for (const discipline of DISCIPLINES) {
    for (const tone of Object.keys(TONES)) {
      for (const stale of [0, 1]) {
        put(map, `mark-${discipline}-${tone}-${stale}`, mark(discipline, tone, stale), scale);
      }
    }
  }
  put(map, "koers", tick(), scale);
  const edge = 6 * RATIO;
  const far = 14 * RATIO;
  put(map, "bijstand", pill(), scale, { stretchX: [[edge, far]], stretchY: [[edge, far]] });
  for (const level of [1, 2, 3, 4, 5]) {
    put(map, `grip-${level}`, gripLabel(level), scale);
    put(map, `grip-${level}-drill`, gripLabel(level, true), scale);
  }
}
