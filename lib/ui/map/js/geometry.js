// Where things are. A view is { cx, cy, span, isHome }: its centre and its width, in layout units; the height follows
// from the stage, since both axes have one scale. isHome: it shows all, and goes on doing so when the stage is resized.

const DEEPEST_ZOOM = 400;
const WIDEST_ZOOM = 1 / 3;
const DEEPEST_PART = 25;
// Pixels that the buttons take at the right side.
const TOOLS_WIDTH = 44;

/** The view that shows every paper with some room around, none under the buttons. */
function homeView(extent, width, height) {
  const room = Math.min(44, width / 10, height / 10);
  const tools = Math.min(TOOLS_WIDTH, width / 10);
  const perPixel = Math.max(
    (extent.x1 - extent.x0) / (width - 2 * room - tools),
    (extent.y1 - extent.y0) / (height - 2 * room),
  ) || 1 / width;
  return {
    cx: (extent.x0 + extent.x1) / 2 + (perPixel * tools) / 2,
    cy: (extent.y0 + extent.y1) / 2,
    span: perPixel * width,
    isHome: true,
  };
}

/** The view of a part of the map, not nearer than some papers around it can be seen. */
function viewOfPart(extent, home, width, height) {
  const view = homeView(extent, width, height);
  return { ...view, span: Math.max(view.span, home.span / DEEPEST_PART), isHome: false };
}

/** The box around the points of a mask, as { x0, x1, y0, y1 }; null if it has none with a place. `stray` is the share of
 * the outermost that may be left out on each side: a topic has papers far from all its others. */
function extentOfMask(points, mask, stray) {
  const [xs, ys] = [[], []];
  for (let i = 0; i < points.n; i++) {
    if (!mask[i] || !Number.isFinite(points.x[i]) || !Number.isFinite(points.y[i])) continue;
    xs.push(points.x[i]);
    ys.push(points.y[i]);
  }
  if (!xs.length) return null;
  const inner = (values) => {
    const sorted = Float32Array.from(values).sort();
    const left = Math.floor(stray * (sorted.length - 1));
    return [sorted[left], sorted[sorted.length - 1 - left]];
  };
  const [[x0, x1], [y0, y1]] = [inner(xs), inner(ys)];
  return { x0, x1, y0, y1 };
}

/** Keep a view from losing the map out of sight. */
function limitView(view, home, extent) {
  const limit = (value, low, high) => Math.min(Math.max(value, low), high);
  return {
    cx: limit(view.cx, extent.x0, extent.x1),
    cy: limit(view.cy, extent.y0, extent.y1),
    span: limit(view.span, home.span / DEEPEST_ZOOM, home.span / WIDEST_ZOOM),
    isHome: view.isHome,
  };
}

function sameView(a, b) {
  const near = (p, q) => Math.abs(p - q) <= 1e-6 * a.span;
  return near(a.cx, b.cx) && near(a.cy, b.cy) && near(a.span, b.span);
}

function rangesOf(view, width, height) {
  const half = view.span / 2;
  const halfY = (half * height) / width;
  return { x: [view.cx - half, view.cx + half], y: [view.cy - halfY, view.cy + halfY] };
}

function viewOf(ranges) {
  return {
    cx: (ranges.x[0] + ranges.x[1]) / 2,
    cy: (ranges.y[0] + ranges.y[1]) / 2,
    span: ranges.x[1] - ranges.x[0],
    isHome: false,
  };
}

/** Zoom so that what lies under a pixel stays there. */
function zoomAbout(view, factor, [px, py], { width, height }) {
  const perPixel = view.span / width;
  const kept = 1 - 1 / factor;
  return {
    cx: view.cx + (px - width / 2) * perPixel * kept,
    cy: view.cy - (py - height / 2) * perPixel * kept,
    span: view.span / factor,
    isHome: false,
  };
}

/** A function from layout units to pixels of the stage. */
function projection(view, width, height) {
  const scale = width / view.span;
  return (x, y) => [(x - view.cx) * scale + width / 2, height / 2 - (y - view.cy) * scale];
}

/** Diameter of a point in pixels: smaller where there are many, growing slowly with zoom. */
function pointDiameter(n, width, height, zoom) {
  const room = Math.sqrt((width * height) / Math.max(n, 1));
  const atHome = Math.min(Math.max(1.4 * Math.sqrt(room) + 0.1, 2), 7.5);
  return Math.min(atHome * Math.max(zoom, 0.5) ** 0.35, 15);
}

/** How opaque a point is: dense maps show their density through it. */
function pointOpacity(n, zoom) {
  const atHome = n <= 1500 ? 0.9 : Math.max(0.55, 0.9 - 0.16 * Math.log10(n / 1500));
  return Math.min(0.92, atHome + 0.12 * Math.log2(Math.max(zoom, 1)));
}

/** The nearest point within reach (layout units); those of the view go before all others. -1 if there is none. */
function nearestPoint(points, inView, x, y, reach) {
  let best = -1;
  let bestDistance = reach * reach;
  let bestInView = 0;
  for (let i = 0; i < points.n; i++) {
    const dx = points.x[i] - x;
    const dy = points.y[i] - y;
    const distance = dx * dx + dy * dy;
    if (distance > reach * reach || inView[i] < bestInView) continue;
    if (inView[i] > bestInView || distance <= bestDistance) {
      best = i;
      bestDistance = distance;
      bestInView = inView[i];
    }
  }
  return best;
}

/** The nearest point of the view within 45 degrees of a direction ([1, 0] is right, [0, 1] up); -1 if there is none. */
function nextPoint(points, inView, from, [ux, uy]) {
  let best = -1;
  let bestDistance = Infinity;
  for (let i = 0; i < points.n; i++) {
    if (!inView[i] || i === from) continue;
    const dx = points.x[i] - points.x[from];
    const dy = points.y[i] - points.y[from];
    const along = dx * ux + dy * uy;
    const distance = dx * dx + dy * dy;
    if (along <= 0 || distance >= bestDistance || Math.abs(dx * uy - dy * ux) > along) continue;
    best = i;
    bestDistance = distance;
  }
  return best;
}

/** Leave out corners that lie closer together than the given distance (layout units). */
function thinOut(xs, ys, distance) {
  const kept = { xs: [], ys: [] };
  for (let i = 0; i < xs.length; i++) {
    const last = kept.xs.length - 1;
    if (last >= 0 && Math.hypot(xs[i] - kept.xs[last], ys[i] - kept.ys[last]) < distance) continue;
    kept.xs.push(xs[i]);
    kept.ys.push(ys[i]);
  }
  return kept;
}
