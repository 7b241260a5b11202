// Where the focus goes when a button vanishes with its own press; without this it falls to the page's beginning.
const KEY = "st-key-";
const FOCUSABLE = 'button:not([disabled]), a[href], input:not([disabled]), [tabindex="0"]';
const MOST_BESIDE = 12; // controls of a container whose order says which is the next
const WAIT = 400;       // milliseconds: what draws a list anew gives the focus back by itself before
const TRIES = 50;
let pressed = [];       // keys of the buttons pressed last, the newest at the end
let turn = 0;

function keyOf(element) {
  return [...element.classList].find((name) => name.startsWith(KEY));
}

function keyed(element) {
  const found = element.closest(`[class*="${KEY}"]`);
  return found ? { element: found, key: keyOf(found) } : null;
}

function controls(key) {
  const within = key && document.querySelector(`.${CSS.escape(key)}`);
  return within ? [...within.querySelectorAll(FOCUSABLE)] : [];
}

function giveTo(element) {
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

// The control that took its place, else the one that led here, else the page's heading.
function land(place) {
  const beside = controls(place.container);
  if (beside.length > 0 && beside.length <= MOST_BESIDE && giveTo(beside[Math.min(place.at, beside.length - 1)])) return;
  for (const key of pressed.toReversed()) {
    const [button] = controls(key);
    if (button && giveTo(button)) return;
  }
  const heading = document.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  giveTo(heading);
}

function watch(place, mine, tries) {
  if (mine !== turn) return;
  const isLost = !document.activeElement || document.activeElement === document.body;
  if (isLost && !place.button.isConnected) land(place);
  else if (tries > 0) setTimeout(watch, WAIT, place, mine, tries - 1);
}

function onClick(event) {
  const button = event.target.closest?.("button");
  const own = button && keyed(button);
  if (!own) return;
  const around = own.element.parentElement && keyed(own.element.parentElement);
  const at = around ? [...around.element.querySelectorAll(FOCUSABLE)].indexOf(button) : 0;
  turn += 1;
  setTimeout(watch, WAIT, { button, container: around?.key, at: Math.max(at, 0) }, turn, TRIES);
  pressed = [...pressed.filter((key) => key !== own.key), own.key].slice(-5);
}

// Whoever goes elsewhere meanwhile is not called back.
function onGoing(event) {
  if (event.type === "pointerdown" || event.key === "Tab") turn += 1;
}

export default function () {
  // A listener that is added twice is still one.
  document.addEventListener("click", onClick, true);
  document.addEventListener("pointerdown", onGoing, true);
  document.addEventListener("keydown", onGoing, true);
}
