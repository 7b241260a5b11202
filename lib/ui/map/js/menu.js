// A button with a small menu, by mouse, keyboard and screen reader (the ARIA pattern of a menu button). What is in it is asked for
// each time it opens.

class Menu {
  /** `items()` gives [{ name, words, isChecked (left out: nothing to tick), isOff }]; `onPick(name)`. */
  constructor(button, items, onPick) {
    this.button = button;
    this.items = items;
    this.onPick = onPick;
    this.list = make("div", "tmap-menu", { role: "menu", "aria-label": button.getAttribute("aria-label"), hidden: "" });
    this.element = make("div", "tmap-menu-place", {}, [button, this.list]);
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => (this.list.hidden ? this.open() : this.close()));
    this.element.addEventListener("keydown", (event) => !this.list.hidden && this.pressKey(event));
    this.element.addEventListener("focusout", (event) => this.element.contains(event.relatedTarget) || this.close());
  }

  open() {
    this.list.replaceChildren(...this.items().map((item) => this.makeItem(item)));
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    const entries = [...this.list.children];
    (entries.find((entry) => entry.getAttribute("aria-checked") === "true") ?? entries[0])?.focus();
  }

  makeItem({ name, words, isChecked, isOff }) {
    const role = isChecked === undefined ? "menuitem" : "menuitemradio";
    const item = make("button", "tmap-menu-item", { type: "button", role, tabindex: "-1" });
    item.textContent = words;
    if (isChecked !== undefined) item.setAttribute("aria-checked", String(isChecked));
    if (isOff) item.setAttribute("aria-disabled", "true");
    item.addEventListener("click", () => {
      if (isOff) return;
      this.close();
      this.button.focus();
      this.onPick(name);
    });
    return item;
  }

  pressKey(event) {
    const entries = [...this.list.children];
    const at = entries.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (Object.hasOwn(next, event.key)) entries.at(next[event.key] % entries.length)?.focus();
    else if (event.key === "Escape" || event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.close();
      this.button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  close() {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }
}
