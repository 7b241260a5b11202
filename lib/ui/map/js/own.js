// The papers of the user's own list: diamonds above the points, whether the atlas has them or not. They are few, so a flat canvas
// does for them.

const OWN_RADIUS = 6;
const OWN_REACH = 9;
const WITHOUT_TITLE = "Its title is on the page My list";

class OwnLayer {
  constructor(canvas) {
    this.canvas = canvas;
    this.papers = [];
    this.places = [];
    this.at = -1;
  }

  /**
   * Papers as lib/ui/map/payload.py writes them: [x, y, title, index of the atlas's paper or null]. Far down a long list
   * titles are "".
   */
  setPapers(papers) {
    this.papers = papers.map(([x, y, title, index]) => ({ x, y, title: title || WITHOUT_TITLE, index }));
    this.at = -1;
  }

  draw(view, { width, height, ratio }, theme) {
    const { canvas } = this;
    canvas.hidden = !this.papers.length;
    if (canvas.hidden) return;
    [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    const toPixel = projection(view, width, height);
    this.places = this.papers.map(({ x, y }) => toPixel(x, y));
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    this.papers.forEach(({ index }, i) => drawDiamond(pen, this.places[i], index !== null, i === this.at, theme));
  }

  /** The paper at a pixel of the stage, the topmost first; -1 if there is none. */
  paperAt([px, py]) {
    return this.places.findLastIndex(([x, y]) => Math.abs(x - px) + Math.abs(y - py) <= OWN_REACH);
  }

  /** Go to the next paper in the list's order; gives it, null if there is none. */
  next() {
    if (!this.papers.length) return null;
    this.at = (this.at + 1) % this.papers.length;
    return this.papers[this.at];
  }

  get extent() {
    return this.papers.length ? boxOfPlaces(this.papers.map(({ x }) => x), this.papers.map(({ y }) => y)) : null;
  }
}

/** Full where the atlas has the paper, hollow where it is only placed by what it says. */
function drawDiamond(pen, [x, y], isFull, isCurrent, theme) {
  const radius = OWN_RADIUS + (isCurrent ? 3 : 0);
  pen.beginPath();
  pen.moveTo(x, y - radius);
  pen.lineTo(x + radius, y);
  pen.lineTo(x, y + radius);
  pen.lineTo(x - radius, y);
  pen.closePath();
  pen.lineJoin = "round";
  pen.lineWidth = 4.5;
  pen.strokeStyle = toCss(theme.paper);
  pen.stroke();
  pen.fillStyle = toCss(isFull ? theme.text : theme.paper);
  pen.fill();
  pen.lineWidth = isCurrent ? 3 : 2;
  pen.strokeStyle = toCss(isCurrent ? theme.accent : theme.text);
  pen.stroke();
}
