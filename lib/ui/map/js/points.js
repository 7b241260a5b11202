// The points as lib/server/points.py writes them, and which of them are drawn: all, or of a large corpus a sample with what
// is looked at. Points go by their place in these arrays; `paperOf` tells a point's paper, masks are by paper until `pick`.

const UNASSIGNED = 65535;
const LEVELS = ["top", "default", "fine"];
const HEAD_BYTES = 40;
const NO_PLACE = 0xffffff;

const pointsByUrl = new Map();

function loadPoints(url) {
  return remember(pointsByUrl, url, KEPT_ATLASES, async () => readPoints(await loadBytes(url)));
}

/** All points of a corpus of which a sample is held. */
function loadAllPoints(url) {
  return remember(pointsByUrl, `${url}/rest`, KEPT_ATLASES, async () => {
    const [sample, rest] = await Promise.all([loadPoints(url), loadBytes(`${url}/rest`)]);
    return joinPoints(sample, readPoints(rest));
  });
}

/**
 * Read the file. `papers` has the number of each point's paper, ascending, or is null where all papers are there;
 * `totals` are the corpus' papers by combination of topics.
 */
function readPoints(buffer) {
  const head = new DataView(buffer);
  if (head.getUint32(0) !== 0x54415032) throw new Error("points: not the expected format");
  const [nPapers, n, nCombinations] = [4, 8, 12].map((at) => head.getUint32(at, true));
  const [x0, y0, step] = [16, 24, 32].map((at) => head.getFloat64(at, true));
  let at = HEAD_BYTES;
  const next = (type, length) => {
    const part = new type(buffer, at, length);
    at += part.byteLength;
    return part;
  };
  const totals = next(Uint32Array, nCombinations);
  const topics = next(Uint16Array, 3 * nCombinations);
  const combination = next(Uint16Array, n);
  const low = [next(Uint16Array, n), next(Uint16Array, n)];
  const high = [next(Uint8Array, n), next(Uint8Array, n)];
  const papers = n < nPapers ? numbersIn(next(Uint8Array, Math.ceil(nPapers / 8)), n) : null;
  if (at !== buffer.byteLength) throw new Error("points: not the expected length");
  const [x, y] = [x0, y0].map((start, axis) => placesFrom(low[axis], high[axis], start, step));
  const rows = Object.fromEntries(LEVELS.map((level, i) => [level, combination.map((row) => topics[3 * row + i])]));
  return { n, nPapers, papers, x, y, rows, combination, topics, totals, extent: extentOf(x, y), nSample: n };
}

function placesFrom(low, high, start, step) {
  const places = new Float32Array(low.length);
  for (let i = 0; i < places.length; i++) {
    const steps = (high[i] << 16) | low[i];
    places[i] = steps === NO_PLACE ? NaN : start + step * steps;
  }
  return places;
}

/** The numbers whose bits are set, the lowest bit first. */
function numbersIn(bits, n) {
  const numbers = new Uint32Array(n);
  let found = 0;
  for (let i = 0; i < bits.length * 8; i++) if ((bits[i >> 3] >> (i & 7)) & 1) numbers[found++] = i;
  return numbers;
}

function extentOf(x, y) {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) continue;
    if (x[i] < x0) x0 = x[i];
    if (x[i] > x1) x1 = x[i];
    if (y[i] < y0) y0 = y[i];
    if (y[i] > y1) y1 = y[i];
  }
  return x0 <= x1 ? { x0, x1, y0, y1 } : { x0: 0, x1: 1, y0: 0, y1: 1 };
}

/** Sample and rest as one, in the papers' order; `isSampled` tells the sample. */
function joinPoints(sample, rest) {
  const join = (part) => {
    const [one, other] = [part(sample), part(rest)];
    const joined = new one.constructor(sample.nPapers);
    for (let i = 0; i < sample.n; i++) joined[sample.papers[i]] = one[i];
    for (let i = 0; i < rest.n; i++) joined[rest.papers[i]] = other[i];
    return joined;
  };
  const isSampled = new Uint8Array(sample.nPapers);
  for (const paper of sample.papers) isSampled[paper] = 1;
  return {
    ...sample,
    n: sample.nPapers,
    papers: null,
    isSampled,
    x: join((points) => points.x),
    y: join((points) => points.y),
    combination: join((points) => points.combination),
    rows: Object.fromEntries(LEVELS.map((level) => [level, join((points) => points.rows[level])])),
  };
}

/** Whether points are missing: those of papers that must be drawn, or that are counted. Masks are by paper. */
function lacksPoints(held, { inView, kept }) {
  if (!held.papers) return false;
  const isMeant = countOf(inView) < held.nPapers ? (paper) => inView[paper] || kept[paper] : (paper) => kept[paper];
  const isHeld = new Uint8Array(held.nPapers);
  for (const paper of held.papers) isHeld[paper] = 1;
  return isHeld.some((here, paper) => !here && isMeant(paper));
}

/**
 * The points to draw of those held: all of a small corpus; else, as long as they are no more than the sample, the papers in
 * view and those to be `kept` in any case, and of the sample what there is room for, evenly thinned.
 */
function choosePoints(held, { inView, kept }) {
  if (!held.isSampled) return held;
  let isWanted = inView.map((value, paper) => value | kept[paper]);
  if (countOf(isWanted) > held.nSample) isWanted = kept;
  const room = Math.max(held.nSample - countOf(isWanted), 0);
  const isContext = held.isSampled.map((value, paper) => value & (1 - isWanted[paper]));
  const share = Math.min(room / Math.max(countOf(isContext), 1), 1);
  const chosen = new Uint32Array(held.n);
  let [n, passed] = [0, 0];
  for (let paper = 0; paper < held.n; paper++) {
    const fits = isContext[paper] && Math.floor((passed + 1) * share) > Math.floor(passed * share);
    passed += isContext[paper];
    if (isWanted[paper] || fits) chosen[n++] = paper;
  }
  return takePoints(held, chosen.slice(0, n));
}

function countOf(mask) {
  let n = 0;
  for (let i = 0; i < mask.length; i++) n += mask[i];
  return n;
}

function takePoints(held, papers) {
  const take = (values) => pick(values, papers);
  return {
    ...held,
    n: papers.length,
    papers,
    isSampled: null,
    x: take(held.x),
    y: take(held.y),
    combination: take(held.combination),
    rows: Object.fromEntries(LEVELS.map((level) => [level, take(held.rows[level])])),
  };
}

/** Values by paper as values by point. */
function pick(values, papers) {
  if (!papers) return values;
  const picked = new values.constructor(papers.length);
  for (let i = 0; i < papers.length; i++) picked[i] = values[papers[i]];
  return picked;
}

function paperOf(points, index) {
  return points.papers ? points.papers[index] : index;
}

/** A paper's point; -1 where it is not drawn. */
function pointOf(points, paper) {
  if (!(paper >= 0 && paper < points.nPapers)) return -1;
  return points.papers ? points.papers.indexOf(paper) : paper;
}

/** Papers in view and of all by topic, and by level the rows of the topics that papers have; the mask is by paper. */
function countTopics(held, inView, nTopics) {
  const { topics, totals, combination, papers } = held;
  const all = countRows(held, totals, nTopics);
  const rowsAt = Object.fromEntries(LEVELS.map((level, i) => {
    const rows = topics.filter((row, at) => at % 3 === i && row !== UNASSIGNED);
    return [level, Array.from(new Set(rows))];
  }));
  // Where all are in view the totals hold, also those of papers that have not come.
  if (countOf(inView) === held.nPapers) return { inView: all, all, rowsAt };
  const inEach = new Uint32Array(totals.length);
  for (let i = 0; i < held.n; i++) inEach[combination[i]] += inView[papers ? papers[i] : i];
  return { inView: countRows(held, inEach, nTopics), all, rowsAt };
}

/** Papers by row of the topics table, all levels in one array, and by level those that have a topic. */
function countRows({ topics }, inEach, nTopics) {
  const counts = { byRow: new Uint32Array(nTopics), assigned: Object.fromEntries(LEVELS.map((level) => [level, 0])) };
  for (let i = 0; i < topics.length; i++) {
    if (topics[i] === UNASSIGNED) continue;
    const n = inEach[Math.floor(i / 3)];
    counts.byRow[topics[i]] += n;
    counts.assigned[LEVELS[i % 3]] += n;
  }
  return counts;
}
