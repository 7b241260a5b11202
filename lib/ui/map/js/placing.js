// Where names stand: on their papers where these are many and spread, beside them where the name would hide them, and
// never on another name. Places are in pixels of the whole plane at one scale; y goes down.

const GRID = 128;
const LABEL_GAP = 5;
// How far, in pixels, a name goes from its topic's middle rather than hide all that lies under it.
const WORTH_OF_PAPERS = 80;
// Pixels from a topic's middle to its name's nearest edge: beyond, it would seem to be the name of other papers, so it rather
// stays away until there is room.
const FARTHEST = 48;

/** How many papers lie where, on a grid over the layout. */
class Density {
  constructor(points) {
    const { x0, x1, y0, y1 } = points.extent;
    this.cell = Math.max(x1 - x0, y1 - y0, 1e-9) / GRID;
    this.x0 = x0;
    this.y1 = y1;
    this.counts = new Uint32Array(GRID * GRID);
    for (let i = 0; i < points.n; i++) {
      const column = Math.min(Math.floor((points.x[i] - x0) / this.cell), GRID - 1);
      const row = Math.min(Math.floor((y1 - points.y[i]) / this.cell), GRID - 1);
      if (column >= 0 && row >= 0) this.counts[row * GRID + column]++;
    }
  }

  /** A function that tells which share of a box, 0..1, is covered by points of that diameter. */
  coverAt(scale, diameter) {
    const cell = this.cell * scale;
    const pointShare = (Math.PI * diameter * diameter) / 4 / (cell * cell);
    const sums = summedUp(this.counts, pointShare);
    const [left, top] = [this.x0 * scale, -this.y1 * scale];
    const column = (x) => Math.min(Math.max((x - left) / cell, 0), GRID);
    const row = (y) => Math.min(Math.max((y - top) / cell, 0), GRID);
    return ({ x0, x1, y0, y1 }) => {
      const [c0, c1, r0, r1] = [Math.floor(column(x0)), Math.ceil(column(x1)), Math.floor(row(y0)), Math.ceil(row(y1))];
      const at = (r, c) => sums[r * (GRID + 1) + c];
      const covered = at(r1, c1) - at(r0, c1) - at(r1, c0) + at(r0, c0);
      // Cells cut by the box's rim count in part.
      const shareInside = ((x1 - x0) * (y1 - y0)) / Math.max((c1 - c0) * (r1 - r0) * cell * cell, 1e-9);
      return Math.min((covered * cell * cell * Math.min(shareInside, 1)) / ((x1 - x0) * (y1 - y0)), 1);
    };
  }
}

/** Sums of cover over all cells above and to the left, so that any box is four look-ups. */
function summedUp(counts, pointShare) {
  const width = GRID + 1;
  const sums = new Float64Array(width * width);
  for (let row = 0; row < GRID; row++) {
    let inRow = 0;
    for (let column = 0; column < GRID; column++) {
      inRow += Math.min(counts[row * GRID + column] * pointShare, 1);
      sums[(row + 1) * width + column + 1] = sums[row * width + column + 1] + inRow;
    }
  }
  return sums;
}

/** How far a topic's papers reach around its name's place, in layout units: most of them, stray ones left out. */
function measureSpread(labels, points, rows) {
  const byRow = new Map(labels.map((label) => [label.row, { label, sum: 0, n: 0 }]));
  for (let i = 0; i < points.n; i++) {
    const topic = byRow.get(rows[i]);
    const distance = topic ? Math.hypot(points.x[i] - topic.label.x, points.y[i] - topic.label.y) : NaN;
    if (Number.isNaN(distance)) continue;
    topic.sum += distance;
    topic.n++;
  }
  for (const { label, sum, n } of byRow.values()) label.spread = n ? (1.35 * sum) / n : 0;
}

/** Choose places in order: a later label takes what is left, or stays away. */
function arrangeLabels(labels, scale, covered) {
  const boxes = [];
  const places = [];
  for (const label of labels) {
    const place = bestPlace(label, scale, covered, boxes);
    if (!place) continue;
    boxes.push(place.box);
    places.push({ label, dx: place.dx, dy: place.dy });
  }
  return places;
}

/** Of the free places the one that hides least and lies nearest; null if none is free. */
function bestPlace(label, scale, covered, boxes) {
  const reach = label.spread * scale;
  const bestOf = (places) => bestOfPlaces(label, places, reach, scale, covered, boxes);
  return bestOf(placesFor(label, reach)) ?? bestOf(placesFor(label, reach * 0.4));
}

function bestOfPlaces(label, places, reach, scale, covered, boxes) {
  let best = null;
  for (const [dx, dy] of places) {
    if (gapTo(label, dx, dy) > FARTHEST) continue;
    const box = boxAround(label, label.x * scale + dx, dy - label.y * scale);
    if (boxes.some((other) => overlap(box, other))) continue;
    const hidden = Math.max(covered(box), shareHidden(label, dx, dy, reach));
    const cost = Math.hypot(dx, dy) + WORTH_OF_PAPERS * hidden;
    if (!best || cost < best.cost) best = { dx, dy, box, cost };
  }
  return best;
}

/** Where a name may stand, as steps from its topic's middle. */
function placesFor({ width, height }, reach) {
  const [up, half, side] = [reach + height / 2 + 3, reach * 0.55 + height / 2, reach + width / 2 + 4];
  const [out, over] = [reach * 0.7 + width / 2 + 2, reach * 0.7 + height / 2 + 2];
  const straight = [[0, 0], [0, -up], [0, up], [0, -half], [0, half], [side, 0], [-side, 0]];
  return [...straight, [out, -over], [-out, -over], [out, over], [-out, over]];
}

/** Pixels between a topic's middle and the nearest edge of its name at that step. */
function gapTo({ width, height }, dx, dy) {
  return Math.hypot(Math.max(Math.abs(dx) - width / 2, 0), Math.max(Math.abs(dy) - height / 2, 0));
}

/** About which share of a topic's papers a name hides at that step from their middle: as if they filled a square. */
function shareHidden({ width, height }, dx, dy, reach) {
  const half = Math.max(reach, 1) * 0.886;
  const common = (middle, size) => Math.min(middle + size / 2, half) - Math.max(middle - size / 2, -half);
  return (Math.max(common(dx, width), 0) * Math.max(common(dy, height), 0)) / (4 * half * half);
}

function boxAround({ width, height }, x, y) {
  return { x0: x - width / 2, x1: x + width / 2, y0: y - height / 2, y1: y + height / 2 };
}

function overlap(a, b) {
  return a.x0 < b.x1 + LABEL_GAP && b.x0 < a.x1 + LABEL_GAP && a.y0 < b.y1 + LABEL_GAP && b.y0 < a.y1 + LABEL_GAP;
}
