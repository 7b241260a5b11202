// Mouse, pen and finger on the stage: hover, click, wheel. Dragging is plotly's.

const CLICK_REACH = 4;
const DOUBLE_CLICK_MS = 350;
const DOUBLE_CLICK_REACH = 6;
const WHEEL_REST_MS = 140;
const WHEEL_SPEED = 0.0022;
const PINCH_SPEED = 0.01;
const LINE_PIXELS = 30;
const HOVER_REACH = 7;
const TOUCH_REACH = 16;

class Pointer {
  constructor(map) {
    this.map = map;
    this.stage = map.elements.stage;
    this.pressed = null;
    this.lastClick = null;
    // How what is drawn from here on joins the region that is there: "add", "subtract" or "" (in its place).
    this.joins = "";
    this.wheelTimer = 0;
  }

  listen(on) {
    // Caught on the way down: plotly stops some of these at its own layers.
    on(this.stage, "pointerdown", (event) => this.press(event), { capture: true });
    on(window, "pointerup", (event) => this.release(event), { capture: true });
    on(window, "pointermove", (event) => this.stray(event), { capture: true });
    on(window, "pointercancel", () => (this.pressed = null), { capture: true });
    on(this.stage, "pointermove", (event) => this.hover(event));
    on(this.stage, "pointerleave", () => this.leave());
    on(this.stage, "wheel", (event) => this.wheel(event), { passive: false });
  }

  pixelOf(event) {
    const { left, top } = this.stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** The paper at a pixel of the stage; -1 if there is none. */
  paperAt([px, py], reach) {
    const { view, size, points, inView } = this.map;
    const perPixel = view.span / size.width;
    const x = view.cx + (px - size.width / 2) * perPixel;
    const y = view.cy - (py - size.height / 2) * perPixel;
    return nearestPoint(points, inView, x, y, Math.max(this.map.diameter() / 2 + 3, reach) * perPixel);
  }

  press(event) {
    if (event.button !== 0 || !this.map.points) return;
    this.pressed = event;
    this.joins = event.shiftKey ? "add" : event.altKey ? "subtract" : "";
    this.map.card.hide();
    this.map.elements.root.classList.remove("has-key-focus");
    // A drag starts from where plotly thinks the view is.
    this.endWheel();
    // plotly keeps the browser from moving the focus here by itself; keys such as Escape need it.
    this.stage.focus({ preventScroll: true });
  }

  /** A press that went elsewhere is a drag, also where it comes back, as one that goes around papers does. */
  stray(event) {
    if (this.pressed && !isNear(event, this.pressed, CLICK_REACH)) this.pressed = null;
  }

  release(event) {
    const { pressed } = this;
    this.pressed = null;
    if (!pressed || !this.map.points) return;
    const last = this.lastClick;
    this.lastClick = event;
    if (last && event.timeStamp - last.timeStamp < DOUBLE_CLICK_MS && isNear(event, last, DOUBLE_CLICK_REACH)) {
      this.lastClick = null;
      this.map.clear();
      return;
    }
    const place = this.pixelOf(event);
    const own = this.map.own.paperAt(place);
    if (own >= 0) {
      this.map.open(this.map.own.papers[own].index);
      return;
    }
    const index = this.paperAt(place, event.pointerType === "touch" ? TOUCH_REACH : HOVER_REACH);
    if (index < 0) return;
    this.map.cursor.clear();
    this.map.open(paperOf(this.map.points, index));
  }

  hover(event) {
    const { map } = this;
    if (!map.points || event.buttons || event.pointerType === "touch") return;
    const place = this.pixelOf(event);
    const own = map.own.paperAt(place);
    if (own >= 0) {
      this.stage.classList.toggle("is-over-paper", map.own.papers[own].index !== null);
      map.card.showOwn(map.own.papers[own], place, map.size);
      return;
    }
    const index = this.paperAt(place, HOVER_REACH);
    this.stage.classList.toggle("is-over-paper", index >= 0);
    const label = index < 0 ? map.labels.at(...place) : null;
    if (index >= 0) map.card.showPaper(map.describe(index), place, map.size);
    else if (label) map.card.showTopic(label, label.row >= 0 ? toCss(map.topicColors[label.row]) : null, place, map.size);
    else map.card.hide();
  }

  leave() {
    this.stage.classList.remove("is-over-paper");
    this.map.card.hide();
  }

  /** Zoom about the pointer. plotly's own wheel allows 10 % a notch; it is told when the wheel has come to rest. */
  wheel(event) {
    const { map } = this;
    if (!map.points) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PIXELS);
    const factor = Math.exp(-pixels * (event.ctrlKey ? PINCH_SPEED : WHEEL_SPEED));
    map.follow(limitView(zoomAbout(map.view, factor, this.pixelOf(event), map.size), map.home, map.points.extent));
    clearTimeout(this.wheelTimer);
    this.wheelTimer = setTimeout(() => this.endWheel(), WHEEL_REST_MS);
  }

  endWheel() {
    if (!this.wheelTimer) return;
    this.dispose();
    this.map.goTo(this.map.view);
  }

  dispose() {
    clearTimeout(this.wheelTimer);
    this.wheelTimer = 0;
  }
}

function isNear(a, b, reach) {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) <= reach;
}
