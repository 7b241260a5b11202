// The keyboard's way over the map: which key means what, and a place that goes from paper to paper.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const KEY_ZOOM = 1.5;
const SIGHT_MARGIN = 30;

/** `keys` has { arrow(direction), enter(), escape(), zoom(factor), home(), own() }. */
function pressKey(event, keys) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = {
    Enter: keys.enter,
    Escape: keys.escape,
    "+": () => keys.zoom(KEY_ZOOM),
    "=": () => keys.zoom(KEY_ZOOM),
    "-": () => keys.zoom(1 / KEY_ZOOM),
    0: keys.home,
    o: keys.own,
  };
  const direction = Object.hasOwn(ARROWS, event.key) ? ARROWS[event.key] : null;
  if (direction) keys.arrow(direction);
  else if (Object.hasOwn(actions, event.key)) actions[event.key]();
  else return;
  event.preventDefault();
  // Streamlit has shortcuts of its own on the page.
  event.stopPropagation();
}

class Cursor {
  constructor(map) {
    this.map = map;
    this.index = -1;
  }

  /** Go to the next paper in that direction; the first key starts at the paper shown beside the map, or in the middle. */
  move(direction) {
    const { points, inView, view, focus } = this.map;
    const from = this.index >= 0 ? this.index : focus;
    const next = inView[from]
      ? nextPoint(points, inView, from, direction)
      : nearestPoint(points, inView, view.cx, view.cy, Infinity);
    if (next >= 0) this.goTo(next);
  }

  goTo(index) {
    const { map } = this;
    this.index = index;
    map.elements.root.classList.add("has-key-focus");
    this.bringInSight();
    map.requestDraw();
    const paper = map.describe(index);
    const place = map.placeOf(index);
    if (place) map.card.showPaper(paper, place, map.size);
    this.announce(paper);
  }

  bringInSight() {
    const { map, index } = this;
    const { width, height } = map.size;
    const [px, py] = map.placeOf(index) ?? [width / 2, height / 2];
    const isInside = px > SIGHT_MARGIN && px < width - SIGHT_MARGIN && py > SIGHT_MARGIN && py < height - SIGHT_MARGIN;
    if (!isInside) map.goTo({ ...map.view, cx: map.points.x[index], cy: map.points.y[index] });
  }

  async announce(paper) {
    const { title } = await loadPaper(paper.url, paper.index).catch(() => ({ title: NO_TITLE }));
    if (this.index >= 0 && paperOf(this.map.points, this.index) === paper.index) this.map.elements.live.textContent = `${title}. ${paper.topic}.`;
  }

  clear() {
    this.index = -1;
    this.map.elements.live.textContent = "";
    this.map.requestDraw();
  }
}
