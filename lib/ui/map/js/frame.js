// What stands around the map in a picture of it: above it a title and which papers are shown, below it the legend as it is on
// the page. Made as plain parts, which a pen or an SVG draws: { words, font }, { cell, width } or { mark, color }, each at x, y.

const FRAME_MARGIN = 14;
const FRAME_LINE = 19;
const FRAME_GAP = 16;
const MARK_ROOM = 15;
const MARK_RADIUS = 4.5;

/** { above, below, parts }: pixels above and below the map; parts count from the picture's upper left, words by their middle line. */
function makeFrame({ title, notes, colors, marks }, { width, height }, theme) {
  const page = new FramePage(width, theme);
  page.write(title, 600, 15);
  for (const note of notes) page.write(note);
  const above = page.y + FRAME_MARGIN / 2;
  page.y = above + height + FRAME_MARGIN / 2;
  if (colors) page.write(colors.title, 600);
  if (colors?.scale) page.scale(colors);
  else if (colors) page.flow(shownEntries(colors).map(({ words, color, n, of }) => ({ mark: "dot", color, words: `${words} ${countWords(n, of)}` })));
  page.flow(marks.map(([kind, words, count]) => ({ ...markOf(kind, theme), words: `${words} ${typeof count === "number" ? formatCount(count) : count}` })));
  return { above, below: page.y + FRAME_MARGIN / 2 - above - height, parts: page.parts };
}

class FramePage {
  constructor(width, theme) {
    this.width = width - 2 * FRAME_MARGIN;
    this.theme = theme;
    this.y = FRAME_MARGIN;
    this.parts = [];
  }

  fontOf(weight, size) {
    return `${weight} ${size}px ${this.theme.font}`;
  }

  /** Words on lines of their own, folded between words. */
  write(words, weight = 400, size = 12) {
    const font = this.fontOf(weight, size);
    measuring.font = font;
    let line = "";
    const end = () => {
      this.parts.push({ words: line, font, x: FRAME_MARGIN, y: this.y + FRAME_LINE / 2 });
      this.y += FRAME_LINE;
    };
    for (const word of words.split(" ")) {
      if (line && measuring.measureText(`${line} ${word}`).width > this.width) {
        end();
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    end();
  }

  /** Entries { words, mark, color } beside each other, as many to a line as fit. */
  flow(entries) {
    const font = this.fontOf(400, 12);
    measuring.font = font;
    let x = 0;
    for (const { words, mark, color } of entries) {
      const width = (mark ? MARK_ROOM : 0) + measuring.measureText(words).width;
      if (x && x + width > this.width) {
        x = 0;
        this.y += FRAME_LINE;
      }
      const y = this.y + FRAME_LINE / 2;
      const left = FRAME_MARGIN + x;
      if (mark) this.parts.push({ mark, color, x: left + MARK_RADIUS, y });
      this.parts.push({ words, font, x: left + (mark ? MARK_ROOM : 0), y });
      x += width + FRAME_GAP;
    }
    if (entries.length) this.y += FRAME_LINE;
  }

  scale({ scale, ticks, words, note }) {
    const font = this.fontOf(400, 12);
    const width = SCALE_WIDTH / scale.length;
    scale.forEach((color, i) => this.parts.push({ cell: color, width, x: FRAME_MARGIN + i * width, y: this.y }));
    this.y += FRAME_LINE / 2;
    for (const [left, tick] of placeTicks(ticks)) {
      this.parts.push({ words: tick, font, x: FRAME_MARGIN + Number(left), y: this.y + FRAME_LINE / 2 });
    }
    this.y += FRAME_LINE;
    for (const text of [words, note].filter(Boolean)) this.write(text);
  }
}

/** The mark of a line of the legend; "any colour" and "drawn" have none. */
function markOf(kind, theme) {
  return {
    unassigned: { mark: "ring", color: theme.unassigned },
    outside: { mark: "dot", color: theme.outside },
    selected: { mark: "ring", color: theme.accent },
    own: { mark: "diamond", color: theme.text },
  }[kind] ?? {};
}

function drawFrame(pen, { parts }, theme) {
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  for (const { x, y, words, font, cell, width, mark, color } of parts) {
    pen.fillStyle = toCss(cell ?? color ?? theme.text);
    if (words) {
      pen.font = font;
      pen.fillText(words, x, y);
    } else if (cell) pen.fillRect(x, y, width, FRAME_LINE / 2);
    else {
      const path = new Path2D(pathOfMark(mark, x, y));
      pen.lineWidth = 2;
      pen.strokeStyle = toCss(color);
      if (mark === "ring") pen.stroke(path);
      else pen.fill(path);
    }
  }
}

function frameAsSvg({ parts }, theme) {
  return parts.map(({ x, y, words, font, cell, width, mark, color }) => {
    if (cell) return makeSvg("rect", { x, y, width, height: FRAME_LINE / 2, fill: toCss(cell), "shape-rendering": "crispEdges" });
    if (mark) {
      const [fill, stroke] = mark === "ring" ? ["none", toCss(color)] : [toCss(color), "none"];
      return makeSvg("path", { d: pathOfMark(mark, x, y), fill, stroke, "stroke-width": 2 });
    }
    const text = makeSvg("text", { x, y, fill: toCss(theme.text), "dominant-baseline": "central" });
    text.textContent = words;
    text.style.font = font;
    return text;
  });
}

function pathOfMark(mark, x, y) {
  const r = MARK_RADIUS;
  if (mark === "diamond") return `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}
