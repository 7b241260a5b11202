// Topic names on the map: which level's, how they are written, and which of them are on the stage. Where they stand
// (placing.js) depends on zoom alone, so moving the map does not make them flicker; only at the rim may one give way.

const DEEPER_AT = { default: 2.2, fine: 5.5 };
const MOST_LABELS = 300;
const RIM = 6;
const LABEL_STYLE = {
  top: { weight: 650, size: 13, grow: 3 },
  default: { weight: 600, size: 12, grow: 2 },
  fine: { weight: 550, size: 12, grow: 1 },
};
const measuring = document.createElement("canvas").getContext("2d");

class LabelLayer {
  constructor(element) {
    this.element = element;
    this.points = null;
    this.byLevel = { top: [], default: [], fine: [] };
    this.placed = [];
    this.arranged = { scale: null, level: null, places: [] };
    this.density = null;
  }

  /** Labels as lib/ui/map/payload.py writes them; `colors` and `counts` (papers in view) are by topic row. */
  setLabels(labels, { points, colors, counts, theme, width }) {
    const lineWidth = Math.min(Math.max(width / 4.2, 96), 168);
    if (this.points !== points) this.density = new Density(points);
    this.points = points;
    this.byLevel = { top: [], default: [], fine: [] };
    for (const [x, y, level, row, size, text] of labels) {
      this.byLevel[level].push({ x, y, row, size, text, muted: row >= 0 && !counts[row] });
    }
    for (const level of LEVELS) {
      const group = this.byLevel[level];
      group.sort((a, b) => a.muted - b.muted || b.size - a.size || a.row - b.row);
      group.length = Math.min(group.length, MOST_LABELS);
      const largest = Math.max(1, ...group.map((label) => label.size));
      measureSpread(group, points, points.rows[level]);
      for (const label of group) measureLabel(label, LABEL_STYLE[level], largest, lineWidth, theme, colors);
    }
    this.element.replaceChildren();
    this.placed = [];
    this.arranged.scale = null;
  }

  /**
   * The level whose names are shown: the one that was chosen, else that of the colours if it is not too much for the stage,
   * else from the top. Null: no names.
   */
  levelAt(names, zoom, colored, width, height) {
    if (names) return names === "none" ? null : names;
    const fits = this.byLevel[colored].length <= Math.max(8, (width * height) / 21000);
    const start = fits ? LEVELS.indexOf(colored) : 0;
    const deeper = zoom >= DEEPER_AT.fine ? 2 : zoom >= DEEPER_AT.default ? 1 : 0;
    const wanted = Math.max(start, deeper);
    const order = [wanted, ...[2, 1, 0].filter((i) => i < wanted), ...[0, 1, 2].filter((i) => i > wanted)];
    return LEVELS[order.find((i) => this.byLevel[LEVELS[i]].length) ?? wanted];
  }

  place(view, { names, zoom, colored, diameter, width, height, reserved }) {
    const level = this.levelAt(names, zoom, colored, width, height);
    if (!level) {
      this.show([]);
      return;
    }
    const scale = width / view.span;
    if (this.arranged.level !== level || !(Math.abs(this.arranged.scale / scale - 1) < 1e-3)) {
      const covered = this.density.coverAt(scale, diameter);
      this.arranged = { scale, level, places: arrangeLabels(this.byLevel[level], scale, covered) };
    }
    const toPixel = projection(view, width, height);
    const placed = [];
    const taken = [...reserved];
    for (const { label, dx, dy } of this.arranged.places) {
      const wanted = boxOnStage(label, toPixel(label.x, label.y), [dx, dy], width, height);
      const box = wanted && besideReserved(wanted, reserved, width, height);
      if (!box || taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      placed.push({ label, box });
    }
    this.show(placed);
  }

  show(placed) {
    const now = new Set(placed.map(({ label }) => label));
    for (const { label } of this.placed) if (!now.has(label)) label.span.hidden = true;
    for (const { label, box } of placed) {
      label.span ??= this.addSpan(label);
      label.span.hidden = false;
      label.span.style.transform = `translate(${box.x0.toFixed(1)}px, ${box.y0.toFixed(1)}px)`;
    }
    this.placed = placed;
  }

  addSpan(label) {
    const span = document.createElement("span");
    span.className = "tmap-label";
    span.classList.toggle("is-muted", label.muted);
    span.title = label.text;
    span.style.font = label.font;
    span.style.color = label.color;
    span.style.width = `${label.width}px`;
    for (const line of label.lines) {
      const row = document.createElement("span");
      row.textContent = line;
      span.append(row);
    }
    return this.element.appendChild(span);
  }

  /** The label at a pixel of the stage. */
  at(px, py) {
    const inside = ({ box }) => px >= box.x0 && px <= box.x1 && py >= box.y0 && py <= box.y1;
    return this.placed.find(inside)?.label ?? null;
  }
}

function measureLabel(label, style, largest, lineWidth, theme, colors) {
  const size = style.size + style.grow * Math.sqrt(label.size / largest);
  label.lineHeight = Math.round(size * 1.18);
  label.font = `${style.weight} ${size.toFixed(1)}px/${label.lineHeight}px ${theme.font}`;
  label.color = toCss(label.row >= 0 ? mix(colors[label.row], theme.text, 0.55) : theme.text);
  measuring.font = label.font;
  const measure = (text) => measuring.measureText(text).width;
  label.lines = wrapText(label.text, lineWidth, measure);
  // A pixel to spare: the browser rounds glyphs in its own way.
  label.width = Math.ceil(Math.max(...label.lines.map(measure))) + 2;
  label.height = label.lineHeight * label.lines.length;
}

/** At most two lines; what does not fit ends in an ellipsis. */
function wrapText(text, width, measure) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (!lines.at(-1) || lines.length === 2 || measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => shorten(line, width, measure));
}

/** Leaves out whole words, and letters only where one word alone is too wide. */
function shorten(text, width, measure) {
  if (measure(text) <= width) return text;
  const words = text.split(" ");
  while (words.length > 1) {
    words.pop();
    const shorter = `${words.join(" ").replace(/,$/, "")}…`;
    if (measure(shorter) <= width) return shorter;
  }
  const characters = Array.from(words[0].replace(/,$/, ""));
  while (characters.length > 1 && measure(`${characters.join("")}…`) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** A label's box, pushed inside the stage; null if its topic's middle is not on it. */
function boxOnStage(label, [px, py], [dx, dy], width, height) {
  if (px < 0 || px > width || py < 0 || py > height) return null;
  const box = boxAround(label, px + dx, py + dy);
  const x0 = Math.max(RIM, Math.min(box.x0, width - RIM - label.width));
  const y0 = Math.max(RIM, Math.min(box.y0, height - RIM - label.height));
  return { x0, y0, x1: x0 + label.width, y1: y0 + label.height };
}

/** A box moved off the tools and the legend by the shortest way that stays on the stage; null if all are too long. */
function besideReserved(box, reserved, width, height) {
  const inTheWay = reserved.find((other) => overlap(box, other));
  if (!inTheWay) return box;
  const room = LABEL_GAP + 1;
  const steps = [
    [inTheWay.x0 - room - box.x1, 0],
    [inTheWay.x1 + room - box.x0, 0],
    [0, inTheWay.y0 - room - box.y1],
    [0, inTheWay.y1 + room - box.y0],
  ];
  const onStage = ({ x0, x1, y0, y1 }) => x0 >= 0 && x1 <= width && y0 >= 0 && y1 <= height;
  const moved = steps
    .sort((a, b) => Math.hypot(...a) - Math.hypot(...b))
    .filter(([dx, dy]) => Math.abs(dx) <= box.x1 - box.x0 && Math.abs(dy) <= 2 * (box.y1 - box.y0))
    .map(([dx, dy]) => ({ x0: box.x0 + dx, x1: box.x1 + dx, y0: box.y0 + dy, y1: box.y1 + dy }));
  return moved.find((place) => onStage(place) && !reserved.some((other) => overlap(place, other))) ?? null;
}
