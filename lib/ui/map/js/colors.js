// Colours: what the page's theme gives, and what the map mixes from it. A colour is [r, g, b], 0..255.

const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** Read any CSS colour; what is none gives the fallback. */
function parseColor(text, fallback) {
  if (!probe || !text || !CSS.supports("color", text)) return fallback;
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = text;
  probe.fillRect(0, 0, 1, 1);
  return Array.from(probe.getImageData(0, 0, 1, 1).data.slice(0, 3));
}

/** Read #rrggbb; what is none gives grey. */
function parseHex(text) {
  const match = /^#([0-9a-f]{6})$/i.exec(text);
  if (!match) return [128, 128, 128];
  const value = parseInt(match[1], 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function mix(from, to, share) {
  return from.map((value, i) => Math.round(value + (to[i] - value) * share));
}

function toCss([r, g, b]) {
  return `rgb(${r}, ${g}, ${b})`;
}

/** The page's colours as they are now, and the greys that the map makes from them. */
function readTheme(element, dark) {
  const style = getComputedStyle(element);
  const read = (name, fallback) => parseColor(style.getPropertyValue(name).trim(), fallback);
  const paper = read("--st-background-color", [255, 255, 255]);
  const text = read("--st-text-color", [49, 51, 63]);
  const primary = read("--st-primary-color", [40, 90, 200]);
  const isDark = dark ?? 0.299 * paper[0] + 0.587 * paper[1] + 0.114 * paper[2] < 128;
  return {
    isDark,
    paper,
    text,
    // An accent on which white can be read is too dim for thin lines on a dark ground.
    accent: isDark ? mix(primary, text, 0.35) : primary,
    unassigned: mix(paper, text, 0.52),
    outside: mix(paper, text, isDark ? 0.34 : 0.26),
    font: style.getPropertyValue("--st-font").trim() || "sans-serif",
  };
}
