// The card beside the pointer or the keyboard's place: a paper's title, date and topic, or a topic's whole name.

const CARD_OFFSET = 14;
const ASK_AFTER_MS = 40;
const NO_TITLE = "The title could not be loaded.";

class HoverCard {
  constructor(element) {
    this.element = element;
    this.shown = null;
    this.timer = 0;
    this.title = make("p", "tmap-card-title");
    this.swatch = make("span", "tmap-swatch");
    this.note = make("span", "");
    this.hint = make("p", "tmap-card-note");
    element.append(this.title, make("p", "tmap-card-note", {}, [this.swatch, this.note]), this.hint);
  }

  /**
   * Show a paper at a pixel of the stage. `paper` has { index, url, topic, color (css or null), remarks }; the title is asked
   * for when the pointer rests, so that a sweep over the map asks for nothing.
   */
  showPaper(paper, place, bounds) {
    if (this.shown !== paper.index) {
      this.shown = paper.index;
      clearTimeout(this.timer);
      this.write("…", [paper.topic, ...paper.remarks], paper.color);
      this.timer = setTimeout(() => this.ask(paper, place, bounds), ASK_AFTER_MS);
    }
    this.moveTo(place, bounds);
  }

  async ask(paper, place, bounds) {
    let [title, date, places, hint] = [NO_TITLE, "", "", ""];
    try {
      ({ title, date, places, hint } = await loadPaper(paper.url, paper.index));
    } catch {
      // The sentence above says it; the next hover asks again.
    }
    if (this.shown !== paper.index) return;
    this.write(title, [date, paper.topic, ...paper.remarks, places], paper.color, hint);
    this.moveTo(this.place ?? place, bounds);
  }

  showOwn(paper, place, bounds) {
    this.shown = paper;
    clearTimeout(this.timer);
    this.write(paper.title, [ownWords(paper)], null);
    this.moveTo(place, bounds);
  }

  showTopic(label, color, place, bounds) {
    this.shown = label;
    clearTimeout(this.timer);
    this.write(label.text, [`${formatCount(label.size)} ${label.size === 1 ? "paper" : "papers"}`], color);
    this.moveTo(place, bounds);
  }

  write(title, notes, color, hint = "") {
    this.title.textContent = title;
    this.hint.textContent = hint;
    this.note.textContent = notes.filter(Boolean).join(" · ");
    this.swatch.classList.toggle("is-hollow", !color);
    this.swatch.style.backgroundColor = color ?? "";
    this.element.hidden = false;
  }

  /** Beside the place, on the side where there is room. */
  moveTo(place, { width, height }) {
    this.place = place;
    const { offsetWidth, offsetHeight } = this.element;
    const [px, py] = place;
    const right = px + CARD_OFFSET + offsetWidth <= width;
    const below = py + CARD_OFFSET + offsetHeight <= height;
    const x = right ? px + CARD_OFFSET : Math.max(4, px - CARD_OFFSET - offsetWidth);
    const y = below ? py + CARD_OFFSET : Math.max(4, py - CARD_OFFSET - offsetHeight);
    this.element.style.transform = `translate(${Math.min(x, Math.max(4, width - offsetWidth - 4))}px, ${y}px)`;
  }

  hide() {
    clearTimeout(this.timer);
    this.shown = null;
    this.element.hidden = true;
  }
}

function ownWords({ index }) {
  return index !== null ? "one of your papers" : "one of your papers, not in this atlas";
}
