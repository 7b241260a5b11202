// What points are coloured by where it is not their topics: a code for each paper, as lib/explore/coloring.py gives them.

const OTHERS_CODE = 62;
const UNKNOWN_CODE = 63;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const codesByUrl = new Map();

/** The codes by paper, fetched or read from the message; the mask `inView` is by paper. */
async function loadCodes({ url, codes, is_of_view: isOfView }, inView) {
  if (url) return remember(codesByUrl, url, KEPT_ATLASES, async () => new Uint8Array(await loadBytes(url)));
  const read = new Uint8Array(inView.length).fill(UNKNOWN_CODE);
  let at = 0;
  for (let paper = 0; paper < inView.length; paper++) {
    if (!isOfView || inView[paper]) read[paper] = LETTERS.indexOf(codes[at++]);
  }
  return read;
}

/** Colours by code, and last that of the others. */
function paletteOf(coloring, theme) {
  const own = coloring.colors.map(([light, dark]) => parseHex(theme.isDark ? dark : light));
  return [...own, mix(theme.paper, theme.text, 0.6)];
}

/** Codes as rows of that palette; papers without a value are drawn as the unassigned are. */
function rowsOfCodes(codes, nColors) {
  const rows = new Uint16Array(codes.length).fill(UNASSIGNED);
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < nColors) rows[i] = codes[i];
    else if (codes[i] === OTHERS_CODE) rows[i] = nColors;
  }
  return rows;
}

/** Papers in view and papers of all by code; the mask is by paper. */
function countCodes(codes, inView) {
  const counts = { inView: new Uint32Array(64), all: new Uint32Array(64) };
  for (let i = 0; i < codes.length; i++) {
    counts.all[codes[i]]++;
    counts.inView[codes[i]] += inView[i];
  }
  return counts;
}

/** What a code stands for, in words for the card; empty where the card says it anyhow. */
function wordsOfCode({ title, labels }, code) {
  if (!labels.length) return "";
  if (code === OTHERS_CODE) return `${title}: another`;
  return code === UNKNOWN_CODE ? `${title}: not known` : `${title}: ${labels[code]}`;
}
