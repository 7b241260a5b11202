// The elements of the map, and small helpers to make them. Text enters by textContent alone.

const SVG = "http://www.w3.org/2000/svg";
const SAME_ELSEWHERE = "The page Papers has the same papers as a list.";
const NOTICES = {
  loading: "Drawing the map …",
  empty: "There are no papers to show.",
  webgl: `This browser does not offer WebGL 2, which the map needs. ${SAME_ELSEWHERE}`,
  plotly: `The map's drawing code could not be loaded; reload the page. ${SAME_ELSEWHERE}`,
  points: `The map's points could not be loaded; reload the page. ${SAME_ELSEWHERE}`,
  other: `The map could not be drawn. ${SAME_ELSEWHERE}`,
};
const OWN_HELP = "The letter o goes through your own papers.";
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
    own: make("canvas", "tmap-own", { hidden: "" }),
    plot: make("div", "tmap-plot", { "aria-hidden": "true" }),
    marks: makeSvg("svg", { class: "tmap-marks", "aria-hidden": "true" }, [region, rings.focus, rings.cursor]),
    labels: make("div", "tmap-labels", { "aria-hidden": "true" }),
    card: make("div", "tmap-card", { hidden: "", "data-testid": "topic-map-card" }),
    legend: make("div", "tmap-legend", { role: "group", "aria-label": "Legend" }),
    tools: make("div", "tmap-tools", { role: "toolbar", "aria-label": "Map tools", "aria-orientation": "vertical" }),
    notice: make("p", "tmap-notice", { role: "status" }),
    said: make("p", "tmap-said", { "aria-hidden": "true", hidden: "" }),
    live: make("p", "tmap-hidden", { "aria-live": "polite" }),
    time: make("div", "tmap-time", { role: "group", "aria-label": "Papers by date", hidden: "" }),
  };
  const { canvas, own, plot, marks, labels, card, legend, tools, notice, said, live, time } = elements;
  const stage = make(
    "div",
    "tmap-stage",
    { tabindex: "0", role: "application", "aria-roledescription": "topic map" },
    [canvas, own, plot, marks, labels],
  );
  const body = make("div", "tmap-body", {}, [stage, tools, legend, card, notice, said]);
  const root = make("section", "tmap", { "data-testid": "topic-map" }, [body, time, live]);
  return { ...elements, rings, region, stage, root };
}

/** Say what a button does, to a screen reader and in its tip, which CSS makes of the label. */
function nameTool(button, words) {
  button.setAttribute("aria-label", words);
}

function makeWordButton(className, words, onClick) {
  const button = make("button", className, { type: "button" });
  button.textContent = words;
  button.addEventListener("click", onClick);
  return button;
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
