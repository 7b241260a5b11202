// Keys for a list of papers. They move the focus over its titles and press the buttons that stand there.
let actions = {};
let current = null;    // the line that had the focus last, by the class of its title
let following = false; // whether the focus goes back there when the list is drawn anew
let landing = null;    // after a page was turned: "first" or "last" line
const mounted = new Set();

const TITLES = '[class*="st-key-ta-papers"] [class*="st-key-open_"] button';

function titles() {
  return [...document.querySelectorAll(TITLES)];
}

function nameOf(title) {
  return [...title.closest('[class*="st-key-open_"]').classList].find((name) => name.startsWith("st-key-open_"));
}

function lineOf(element) {
  return element?.closest?.('[class*="st-key-ta-line-"]') ?? null;
}

function currentTitle() {
  const focused = lineOf(document.activeElement)?.querySelector('[class*="st-key-open_"] button');
  return focused ?? titles().find((title) => nameOf(title) === current) ?? null;
}

function focus(title) {
  if (!title) return;
  current = nameOf(title);
  following = true;
  title.focus({ preventScroll: true });
  title.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = titles();
  const at = all.indexOf(currentTitle());
  focus(at < 0 ? all[0] : all[at + by]);
}

function press(selector, within = document) {
  const target = within?.querySelector(selector);
  if (!target || target.disabled) return false;
  target.click();
  return true;
}

function turn(name, line) {
  if (press(`[data-testid="stPagination"] button[aria-label="${name}"]`)) [following, landing] = [true, line];
}

const doing = {
  next: () => step(1),
  previous: () => step(-1),
  select: () => press('[data-testid="stCheckbox"] input', lineOf(currentTitle())),
  open: () => currentTitle()?.click(),
  abstract: () => press("summary", lineOf(currentTitle())),
  close: () => press(".st-key-close button"),
  forward: () => turn("Next page", "first"),
  back: () => turn("Previous page", "last"),
};

// Whether someone is writing, or has something open that the keys belong to.
function isBusy(event) {
  const target = event.composedPath()[0];
  const writes = target.matches?.('input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select');
  return writes || target.isContentEditable || document.querySelector('[role="dialog"], [role="listbox"]') !== null;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  const action = actions[event.key];
  if (!action || isBusy(event)) return;
  const title = currentTitle();
  if (title) [current, following] = [nameOf(title), true];
  doing[action]();
}

// Streamlit draws a list piece by piece: look for the current line until it is there, and a while after.
function comeBack(must, tries = 40) {
  const isLost = must || !document.activeElement || document.activeElement === document.body;
  const title = titles().find((one) => nameOf(one) === current);
  if (following && isLost && title) focus(title);
  if (following && tries > 0) setTimeout(comeBack, 50, must && !title, tries - 1);
}

function onPointer() {
  following = false;
}

// When a paper opens, the list is put beside it: the new list is there before the old one goes.
function stop(parentElement) {
  mounted.delete(parentElement);
  if (mounted.size > 0) return;
  document.removeEventListener("keydown", onKey);
  document.removeEventListener("pointerdown", onPointer);
}

export default function ({ data, parentElement }) {
  actions = data.actions;
  // For those who look whether the keys work yet.
  parentElement.querySelector("span").dataset.keys = Object.keys(actions).length;
  mounted.add(parentElement);
  // A listener that is added twice is still one.
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", onPointer);
  if (landing) current = `st-key-open_${landing === "first" ? data.lines[0] : data.lines.at(-1)}`;
  comeBack(landing !== null);
  landing = null;
  return () => stop(parentElement);
}
