// What is fetched: the points, a paper's title. Every address has its content's version in it, so what
// came once stays good. This module lives as long as the browser's page: pages of the app share these caches.

const UNASSIGNED = 65535;
const KEPT_ATLASES = 3;
const KEPT_PAPERS = 5000;

const pointsByUrl = new Map();
const papersByUrl = new Map();

/** Remember a promise under its address; forget it if it fails, so that the next call tries again. */
function remember(cache, url, limit, load) {
  let loading = cache.get(url);
  if (!loading) {
    loading = load(url);
    loading.catch(() => cache.delete(url));
    if (cache.size >= limit) cache.delete(cache.keys().next().value);
    cache.set(url, loading);
  }
  return loading;
}

function loadPoints(url) {
  return remember(pointsByUrl, url, KEPT_ATLASES, async () => {
    const response = await fetch(new URL(url, location.origin));
    if (!response.ok) throw new Error(`points: status ${response.status}`);
    return readPoints(await response.arrayBuffer());
  });
}

/** Read the format of lib/server/points.py: arrays are views into the buffer, nothing is copied. */
function readPoints(buffer) {
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, 4));
  const n = new DataView(buffer).getUint32(4, true);
  if (magic !== "TAP1" || buffer.byteLength !== 8 + 14 * n) throw new Error("points: not the expected format");
  const rows = (part) => new Uint16Array(buffer, 8 + 8 * n + 2 * n * part, n);
  const x = new Float32Array(buffer, 8, n);
  const y = new Float32Array(buffer, 8 + 4 * n, n);
  return { n, x, y, rows: { top: rows(0), default: rows(1), fine: rows(2) }, extent: extentOf(x, y) };
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

/** What a hover card says of a paper. */
function loadPaper(prefix, index) {
  return remember(papersByUrl, prefix + index, KEPT_PAPERS, async (url) => {
    const response = await fetch(new URL(url, location.origin));
    if (!response.ok) throw new Error(`paper: status ${response.status}`);
    return response.json();
  });
}

/** Read a bit mask, the lowest bit first, into one byte a paper; null means every paper has the given value. */
function readMask(text, n, otherwise) {
  const mask = new Uint8Array(n).fill(otherwise);
  if (text === null) return mask;
  const bits = atob(text);
  for (let i = 0; i < n; i++) mask[i] = (bits.charCodeAt(i >> 3) >> (i & 7)) & 1;
  return mask;
}
