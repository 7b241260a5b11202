// What colours and marks mean and how many papers have each. The marks always stand; what is not on the map is not explained.
// The colours can be folded away, so that they hide no papers.

const MOST_ENTRIES = 20;
const LEVEL_TITLES = { top: "Areas", default: "Topics", fine: "Fine topics" };
// Pixels, of a letter at most.
const SCALE_WIDTH = 240;
const TICK_LETTER = 6.8;
const OPEN_KEY = "topic-atlas-map-legend";

class Legend {
  /** `onFold` is called when its size has changed. */
  constructor(element, onFold) {
    this.onFold = onFold;
    this.colors = null;
    this.counted = [];
    this.body = make("div", "tmap-legend-body", {
      id: `tmap-legend-${Math.random().toString(36).slice(2)}`,
      role: "group",
      tabindex: "0",
    });
    this.toggle = make("button", "tmap-legend-toggle", { type: "button", "aria-controls": this.body.id });
    this.toggle.addEventListener("click", () => this.fold(!this.body.hidden));
    this.marks = make("ul", "tmap-legend-marks", { "aria-label": "Papers on the map" });
    element.append(this.body, make("div", "tmap-legend-foot", {}, [this.toggle, this.marks]));
  }

  /** `colors` as `topicsLegend` and `codesLegend` make it; `marks` are [kind, words, count]. */
  show(colors, marks) {
    this.toggle.textContent = colors.title;
    this.body.setAttribute("aria-label", colors.title);
    this.counted = marks.filter(([, , count]) => count);
    this.marks.replaceChildren(...this.counted.map(drawMark));
    const isNew = this.colors?.kind !== colors.kind;
    this.colors = colors;
    this.setOpen(isNew ? readOpen()[colors.kind] ?? colors.kind !== "topics" : !this.body.hidden);
  }

  fold(isFolded) {
    this.setOpen(!isFolded);
    rememberOpen({ ...readOpen(), [this.colors.kind]: !isFolded });
    this.onFold();
  }

  setOpen(isOpen) {
    this.body.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    const drawn = isOpen ? (this.colors.scale ? drawScale(this.colors) : [drawEntries(this.colors)]) : [];
    this.body.replaceChildren(...drawn);
  }
}

// Where the browser keeps nothing, the legend begins anew with the page.
function readOpen() {
  try {
    return JSON.parse(localStorage.getItem(OPEN_KEY)) ?? {};
  } catch {
    return {};
  }
}

function rememberOpen(open) {
  try {
    localStorage.setItem(OPEN_KEY, JSON.stringify(open));
  } catch {
    // As above.
  }
}

/** The topics of a level with the most papers in view. */
function topicsLegend(level, rows, topics, colors, counts) {
  const entries = rows.map((row) => ({ words: topics[row][0], color: colors[row], n: counts.inView.byRow[row], of: counts.all.byRow[row] }));
  return { kind: "topics", title: LEVEL_TITLES[level], ...largest(entries) };
}

/** The values that points are coloured by; `nValued` papers in view have one. */
function codesLegend(coloring, palette, counts, nValued) {
  const { title, labels, ticks, note } = coloring;
  if (coloring.is_scale) {
    const nAll = counts.all.reduce((sum, n) => sum + n, 0) - counts.all[UNKNOWN_CODE];
    // Of a search's matches only those in view are known.
    const words = `${formatCount(nValued)}${coloring.is_of_view ? "" : ` of ${formatCount(nAll)}`} with a value in view`;
    return { kind: "scale", title, scale: palette.slice(0, -1), ticks, note, words };
  }
  const count = (code) => ({ n: counts.inView[code], of: counts.all[code] });
  const entries = labels.map((words, code) => ({ words, color: palette[code], ...count(code) }));
  return { kind: "categories", title, entries, others: { words: "Others", color: palette.at(-1), ...count(OTHERS_CODE) } };
}

function largest(entries) {
  const inView = entries.filter(({ n }) => n).sort((a, b) => b.n - a.n);
  const rest = inView.slice(MOST_ENTRIES);
  const sum = (name) => rest.reduce((total, entry) => total + entry[name], 0);
  return { entries: inView.slice(0, MOST_ENTRIES), others: { words: `Others (${formatCount(rest.length)})`, n: sum("n"), of: sum("of") } };
}

function shownEntries({ entries, others }) {
  return others.of ? [...entries, others] : entries;
}

function countWords(n, of) {
  return n === of ? formatCount(n) : `${formatCount(n)} of ${formatCount(of)}`;
}

function drawEntries({ entries, others }) {
  return make("ul", "tmap-legend-list", {}, shownEntries({ entries, others }).map(({ words, color, n, of }) => {
    const swatch = make("span", "tmap-swatch", { "aria-hidden": "true" });
    if (color) swatch.style.backgroundColor = toCss(color);
    const name = make("span", "tmap-legend-name", { title: words });
    name.textContent = words;
    return make("li", "", {}, [swatch, name, make("b", "", {}, [countWords(n, of)])]);
  }));
}

function drawScale({ scale, ticks, note, words }) {
  const bar = make("div", "tmap-scale-bar", { "aria-hidden": "true" });
  const part = 100 / scale.length;
  bar.style.background = `linear-gradient(to right, ${scale.map((color, i) => `${toCss(color)} ${i * part}% ${(i + 1) * part}%`).join(", ")})`;
  const marks = placeTicks(ticks).map(([left, words]) => {
    const tick = make("li", "", {}, [words]);
    tick.style.left = `${left}px`;
    return tick;
  });
  const notes = [words, note].filter(Boolean).map((text) => make("p", "tmap-scale-note", {}, [text]));
  return [bar, make("ul", "tmap-scale-ticks", {}, marks), ...notes];
}

/** Under their places on the bar as far as there is room; a word that would stand on the last one is left out. */
function placeTicks(ticks) {
  const placed = [];
  let free = 0;
  for (const [place, words] of ticks) {
    const width = words.length * TICK_LETTER;
    const left = Math.min(Math.max(place * SCALE_WIDTH - width / 2, 0), SCALE_WIDTH - width);
    if (left < free) continue;
    placed.push([left.toFixed(0), words]);
    free = left + width + TICK_LETTER;
  }
  return placed;
}

function drawMark([kind, words, count]) {
  const mark = make("span", `tmap-mark is-${kind}`, { "aria-hidden": "true" });
  return make("li", "", {}, [mark, `${words} `, make("b", "", {}, [typeof count === "number" ? formatCount(count) : count])]);
}
