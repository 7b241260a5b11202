// The map's own buttons; plotly's bar stays away. With the keyboard they are one stop: arrow keys go from one to the next.

const MODES = ["pan", "lasso", "select"];
// Name, words for people, drawing on a grid of 20 by 20.
const TOOLS = [
  ["pan", "Move the map", "M10 2.5v15M2.5 10h15M10 2.5 7.8 4.8M10 2.5l2.2 2.3M10 17.5l-2.2-2.3M10 17.5l2.2-2.3M2.5 10l2.3-2.2M2.5 10l2.3 2.2M17.5 10l-2.3-2.2M17.5 10l-2.3 2.2"],
  ["lasso", "Draw around papers", "M7.2 12.6C4.4 12 2.6 10.3 2.6 8.2 2.6 5.3 5.9 3.2 10 3.2s7.4 2.1 7.4 5-3.3 4.9-7.4 4.9M8.8 14.1a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 0 1 3.8 0ZM6 15.8c.2.9-.1 1.5-.9 2"],
  ["select", "Draw a box around papers", "M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13M9 3.5h2M9 16.5h2M3.5 9v2M16.5 9v2"],
  ["zoom-in", "Zoom in", "M10 4v12M4 10h12"],
  ["zoom-out", "Zoom out", "M4 10h12"],
  ["home", "Show all papers", "M3 10.2 10 4l7 6.2M5 8.6V16h10V8.6"],
  ["zoom-to", "Zoom to", "M8.6 3.2a5.4 5.4 0 1 1 0 10.8 5.4 5.4 0 0 1 0-10.8ZM12.6 12.6 17 17M8.6 6.6v4M6.6 8.6h4"],
  ["names", "Names on the map", "M3 5.2V3.5h10.5v1.7M8.2 3.5v9M6.3 12.5h3.9M11.5 10h6M14.5 10v6.5M13 16.5h3"],
  ["picture", "Save the map as a picture", "M10 3v9M6.5 8.8 10 12.3l3.5-3.5M3.5 13.5V16.5h13v-3"],
  ["drawing", "Save the map as a drawing (SVG)", "M4 3h8l4 4v10H4ZM12 3v4h4M7 14l2.5-4 2 2.5L13 10.5"],
  ["clear", "Clear the drawn region", "M5 5l10 10M15 5 5 15"],
];
const GROUPS = [["pan", "lasso", "select", "clear"], ["zoom-in", "zoom-out", "home", "zoom-to"], ["names", "picture", "drawing"]];
const NAME_CHOICES = [
  ["", "By zoom"],
  ["top", "Areas"],
  ["default", "Topics"],
  ["fine", "Fine topics"],
  ["none", "None"],
];

class Toolbar {
  /** `on` has { tool(name), zoomTo(name), names(name) }; `places()` gives the items of the menu "Zoom to". */
  constructor(element, on, places) {
    this.element = element;
    this.names = "";
    this.buttons = Object.fromEntries(TOOLS.map(([name, words, path]) => [name, makeTool(words, path)]));
    const choices = () => NAME_CHOICES.map(([name, words]) => ({ name, words, isChecked: name === this.names }));
    const menus = {
      "zoom-to": new Menu(this.buttons["zoom-to"], places, on.zoomTo),
      names: new Menu(this.buttons.names, choices, on.names),
    };
    for (const [name] of TOOLS) if (!menus[name]) this.buttons[name].addEventListener("click", () => on.tool(name));
    const toolOf = (name) => menus[name]?.element ?? this.buttons[name];
    element.append(...GROUPS.map((names) => make("div", "tmap-tool-group", {}, names.map(toolOf))));
    element.addEventListener("keydown", (event) => this.pressKey(event));
    element.addEventListener("focusin", (event) => this.rove(event.target));
    this.rove(this.buttons.pan);
    this.setMode("pan");
    this.setRegion(false);
  }

  setMode(mode) {
    for (const name of MODES) this.buttons[name].setAttribute("aria-pressed", String(name === mode));
  }

  setRegion(isDrawn) {
    const { clear, lasso } = this.buttons;
    const hadFocus = document.activeElement === clear;
    clear.hidden = !isDrawn;
    if (hadFocus && !isDrawn) lasso.focus();
    else if (!isDrawn && clear.tabIndex === 0) this.rove(lasso);
  }

  setNames(names) {
    this.names = names;
  }

  /** Make a button the one that Tab comes to. */
  rove(target) {
    const all = Object.values(this.buttons);
    if (!all.includes(target)) return;
    for (const button of all) button.tabIndex = button === target ? 0 : -1;
  }

  pressKey(event) {
    const order = GROUPS.flat().map((name) => this.buttons[name]).filter((button) => !button.hidden);
    const at = order.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    if (at < 0 || !Object.hasOwn(next, event.key)) return;
    order.at(next[event.key] % order.length).focus();
    event.preventDefault();
    event.stopPropagation();
  }
}

function makeTool(words, path) {
  const icon = makeSvg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, [makeSvg("path", { d: path })]);
  const button = make("button", "tmap-tool", { type: "button" }, [icon]);
  nameTool(button, words);
  return button;
}
