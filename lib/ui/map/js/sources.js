// What is fetched: bytes of points and colours, a paper's title. Every address has its content's version in it, so what
// came once stays good. This module lives as long as the browser's page: pages of the app share these caches.

const KEPT_ATLASES = 3;
const KEPT_PAPERS = 5000;

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

async function loadBytes(url) {
  const response = await fetch(new URL(url, location.origin));
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  return response.arrayBuffer();
}

/** What a hover card says of a paper. */
function loadPaper(prefix, index) {
  return remember(papersByUrl, prefix + index, KEPT_PAPERS, async (url) => {
    const response = await fetch(new URL(url, location.origin));
    if (!response.ok) throw new Error(`paper: status ${response.status}`);
    return response.json();
  });
}

/** Read a mask as one byte a paper: bits, the lowest first, or numbers; null means every paper has the given value. */
function readMask(written, n, otherwise) {
  const mask = new Uint8Array(n);
  if (written === null) return mask.fill(otherwise);
  if (Array.isArray(written)) {
    for (const paper of written) mask[paper] = 1;
    return mask;
  }
  const bits = atob(written);
  for (let i = 0; i < n; i++) mask[i] = (bits.charCodeAt(i >> 3) >> (i & 7)) & 1;
  return mask;
}
