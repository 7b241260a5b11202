// The elements of the map, and small helpers to make them. Text enters by textContent alone.

const SVG = "http://www.w3.org/2000/svg";
const SAME_ELSEWHERE = "The list of topics and papers on this page has the same papers.";
const NOTICES = {
  loading: "Drawing the map …",
  empty: "There are no papers to show.",
  webgl: `This browser does not offer WebGL 2, which the map needs. ${SAME_ELSEWHERE}`,
  plotly: `The map's drawing code could not be loaded; reload the page. ${SAME_ELSEWHERE}`,
  points: `The map's points could not be loaded; reload the page. ${SAME_ELSEWHERE}`,
  other: `The map could not be drawn. ${SAME_ELSEWHERE}`,
};
const HELP = "Arrow keys go from paper to paper, Enter opens one, plus and minus zoom, 0 shows all, Escape clears.";

function make(tag, className, attributes = {}, children = []) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function makeSvg(tag, attributes = {}, children = []) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Build the map's elements, bottom to top. */
function buildElements() {
  const rings = Object.fromEntries(["focus", "cursor"].map((name) => [name, makeRing(name)]));
  const region = makeSvg("g", { class: "tmap-region" });
  const elements = {
    canvas: make("canvas", "tmap-canvas"),
    plot: make("div", "tmap-plot", { "aria-hidden": "true" }),
    marks: makeSvg("svg", { class: "tmap-marks", "aria-hidden": "true" }, [region, rings.focus, rings.cursor]),
    labels: make("div", "tmap-labels", { "aria-hidden": "true" }),
    card: make("div", "tmap-card", { hidden: "", "data-testid": "topic-map-card" }),
    legend: make("ul", "tmap-legend", { "aria-label": "Papers on the map" }),
    tools: make("div", "tmap-tools", { role: "group", "aria-label": "Map tools" }),
    notice: make("p", "tmap-notice", { role: "status" }),
    live: make("p", "tmap-hidden", { "aria-live": "polite" }),
  };
  const { canvas, plot, marks, labels, card, legend, tools, notice, live } = elements;
  const stage = make(
    "div",
    "tmap-stage",
    { tabindex: "0", role: "application", "aria-roledescription": "topic map" },
    [canvas, plot, marks, labels],
  );
  const root = make("section", "tmap", { "data-testid": "topic-map" }, [stage, tools, legend, card, notice, live]);
  return { ...elements, rings, region, stage, root };
}

function makeRing(name) {
  const circle = (part) => makeSvg("circle", { class: `tmap-ring-${part}` });
  return makeSvg("g", { class: `tmap-ring is-${name}`, hidden: "" }, [circle("ground"), circle("line")]);
}

/** Put a ring around a pixel of the stage, or take it away (place null). */
function placeRing(ring, place, radius) {
  ring.toggleAttribute("hidden", !place);
  if (!place) return;
  ring.setAttribute("transform", `translate(${place[0].toFixed(1)} ${place[1].toFixed(1)})`);
  for (const circle of ring.children) circle.setAttribute("r", radius.toFixed(1));
}

function showNotice(elements, reason) {
  elements.notice.textContent = reason ? NOTICES[reason] ?? NOTICES.other : "";
  elements.notice.classList.toggle("is-waiting", reason === "loading");
  elements.root.classList.toggle("has-no-map", Boolean(reason));
}

function formatCount(value) {
  return value.toLocaleString("en-US");
}
