// The map's own buttons; plotly's bar stays away.

const MODES = ["pan", "lasso", "select"];
// Name, words for people, drawing on a grid of 20 by 20.
const TOOLS = [
  ["pan", "Move the map", "M10 2.5v15M2.5 10h15M10 2.5 7.8 4.8M10 2.5l2.2 2.3M10 17.5l-2.2-2.3M10 17.5l2.2-2.3M2.5 10l2.3-2.2M2.5 10l2.3 2.2M17.5 10l-2.3-2.2M17.5 10l-2.3 2.2"],
  ["lasso", "Draw around papers", "M7.2 12.6C4.4 12 2.6 10.3 2.6 8.2 2.6 5.3 5.9 3.2 10 3.2s7.4 2.1 7.4 5-3.3 4.9-7.4 4.9M8.8 14.1a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 0 1 3.8 0ZM6 15.8c.2.9-.1 1.5-.9 2"],
  ["select", "Draw a box around papers", "M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13M9 3.5h2M9 16.5h2M3.5 9v2M16.5 9v2"],
  ["zoom-in", "Zoom in", "M10 4v12M4 10h12"],
  ["zoom-out", "Zoom out", "M4 10h12"],
  ["home", "Show all papers", "M3 10.2 10 4l7 6.2M5 8.6V16h10V8.6"],
  ["picture", "Save the map as a picture", "M10 3v9M6.5 8.8 10 12.3l3.5-3.5M3.5 13.5V16.5h13v-3"],
  ["clear", "Clear the drawn region", "M5 5l10 10M15 5 5 15"],
];
const GROUPS = [["pan", "lasso", "select", "clear"], ["zoom-in", "zoom-out", "home"], ["picture"]];

class Toolbar {
  constructor(element, onTool) {
    this.buttons = Object.fromEntries(TOOLS.map(([name, words, path]) => [name, makeButton(name, words, path, onTool)]));
    element.append(
      ...GROUPS.map((names) => make("div", "tmap-tool-group", {}, names.map((name) => this.buttons[name]))),
    );
    this.setMode("pan");
    this.setRegion(false);
  }

  setMode(mode) {
    for (const name of MODES) this.buttons[name].setAttribute("aria-pressed", String(name === mode));
  }

  setRegion(isDrawn) {
    this.buttons.clear.hidden = !isDrawn;
  }
}

function makeButton(name, words, path, onTool) {
  const icon = makeSvg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, [makeSvg("path", { d: path })]);
  const button = make("button", "tmap-tool", { type: "button", "aria-label": words, title: words }, [icon]);
  button.addEventListener("click", () => onTool(name));
  return button;
}
