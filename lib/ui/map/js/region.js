// What is drawn on the map: polygons { xs, ys, adds } in layout units, in the order in which they were drawn; one that does not add
// takes away. lib/explore/region.py reads them the same way.

const MOST_CORNERS = 500;
const MOST_POLYGONS = 20;
const CORNER_PIXELS = 1.5;

/** What was drawn as a polygon with no more corners than needed; null if it is none. */
function makePolygon(kind, xs, ys, perPixel) {
  let distance = CORNER_PIXELS * perPixel;
  let corners = kind === "lasso" ? thinOut(xs, ys, distance) : { xs, ys };
  while (corners.xs.length > MOST_CORNERS) corners = thinOut(xs, ys, (distance *= 2));
  if (corners.xs.length < 3) return null;
  const round = (values) => Array.from(values, (value) => Number(value.toPrecision(7)));
  return { xs: round(corners.xs), ys: round(corners.ys), adds: true };
}

/** The region with a polygon added ("add"), taken away ("subtract") or in its place (""); a sentence where that cannot be. */
function joinRegion(region, polygon, joins) {
  if (joins === "subtract" && !region) return "Nothing is drawn that this could be taken from; draw without Alt.";
  if (!region || !joins) return [polygon];
  if (region.length >= MOST_POLYGONS) return `A region has ${MOST_POLYGONS} shapes at most; draw without Shift or Alt to begin anew.`;
  return [...region, { ...polygon, adds: joins === "add" }];
}

/** Draw each polygon's outline; those that take away are hatched out by their own style. */
function drawRegion(group, region, toPixel) {
  group.replaceChildren(
    ...(region ?? []).map(({ xs, ys, adds }) => {
      const corners = xs.map((x, i) => toPixel(x, ys[i]).map((pixel) => pixel.toFixed(1)).join(" "));
      return makeSvg("path", { class: adds ? "is-added" : "is-taken", d: `M${corners.join("L")}Z` });
    }),
  );
}

/** The box around all polygons that add, as { x0, x1, y0, y1 }. */
function extentOfRegion(region) {
  const added = region.filter(({ adds }) => adds);
  return boxOfPlaces(added.flatMap(({ xs }) => xs), added.flatMap(({ ys }) => ys));
}

/** The box around some places, of which there is at least one. */
function boxOfPlaces(xs, ys) {
  return { x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys) };
}
