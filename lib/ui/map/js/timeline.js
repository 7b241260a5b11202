// The strip of time under the map: how many papers there are of each date, and a range of dates to draw on them. While it is drawn
// the map follows in the browser; Python is told when it is let go.

const DRAG_PIXELS = 4;
// Share of a window of time over which papers fade in, and out again at its other end.
const FADE_SHARE = 0.25;
const KEYS_REST_MS = 600;
const PIXELS_A_TICK = 62;
const TICK_STEPS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
// Where papers in view are few among all, their bars are drawn so many times as tall, and a word says so.
const TALLER = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

class TimeStrip {
  /** `on` has { brush(), choose({ from, to }) }: texts or null when a range is let go, without the end that was not moved. */
  constructor(element, on) {
    this.element = element;
    this.on = on;
    this.bars = null;
    // What Python says is in view, in days; null is all dates.
    this.chosen = null;
    // What is shown while it is moved or played; null: what was chosen.
    this.moved = null;
    // What Python was told last, and whether its answer is still on its way.
    this.told = null;
    this.waits = false;
    this.drag = null;
    this.timer = 0;
    this.build();
  }

  build() {
    this.player = new Player(this);
    this.words = make("span", "tmap-time-range");
    this.clearButton = makeWordButton("tmap-time-clear", "All dates", () => this.choose(null));
    this.stopButton = makeWordButton("tmap-time-clear", "Stop", () => this.player.end());
    this.note = make("span", "tmap-time-note");
    this.svg = makeSvg("svg", { class: "tmap-bars", preserveAspectRatio: "none", "aria-hidden": "true" });
    this.range = make("div", "tmap-range");
    this.handles = ["First date", "Last date"].map((words, end) => {
      const attributes = { role: "slider", tabindex: "0", "aria-label": words, "data-end": end };
      return make("div", "tmap-handle", attributes);
    });
    this.axis = make("div", "tmap-axis", { "aria-hidden": "true" });
    this.tip = make("div", "tmap-time-tip", { hidden: "" });
    this.chart = make("div", "tmap-time-chart", {}, [this.svg, this.range, ...this.handles, this.tip]);
    this.element.append(
      make("div", "tmap-time-tools", {}, this.player.buttons),
      make("div", "tmap-time-body", {}, [
        make("p", "tmap-time-head", {}, [this.words, this.clearButton, this.stopButton, this.note]),
        this.chart,
        this.axis,
      ]),
    );
    this.listen();
  }

  listen() {
    const { chart } = this;
    chart.addEventListener("pointerdown", (event) => this.press(event));
    chart.addEventListener("pointermove", (event) => (this.drag ? this.pull(event) : this.point(event)));
    chart.addEventListener("pointerup", () => this.release());
    chart.addEventListener("pointercancel", () => this.release());
    chart.addEventListener("pointerleave", () => (this.tip.hidden = true));
    chart.addEventListener("dblclick", () => this.choose(null));
    for (const handle of this.handles) {
      handle.addEventListener("keydown", (event) => this.pressKey(event, Number(handle.dataset.end)));
      handle.addEventListener("blur", () => this.endKeys());
    }
  }

  /** A sentence in place of the counts. */
  say(sentence) {
    this.note.textContent = sentence;
  }

  // --- what it shows ------------------------------------------------------------------------------------------------

  setDates(dates) {
    this.player.stop();
    this.bars = makeBars(dates);
    this.element.hidden = !this.bars;
    if (!this.bars) return;
    this.all = countBars(this.bars, null);
    this.nOutside = this.bars.nDated - this.all.reduce((sum, count) => sum + count, 0);
    this.svg.setAttribute("viewBox", `0 0 ${this.bars.n} 100`);
    this.paths = ["is-all", "is-in-view"].map((name) => makeSvg("path", { class: name }));
    this.svg.replaceChildren(...this.paths);
    this.paths[0].setAttribute("d", outlineBars(this.all, Math.max(...this.all)));
    this.drawAxis();
  }

  /** Bounds as Python has them, in days or null. What was moved on has arrived by then. */
  setChosen(first, last) {
    if (!this.bars) return;
    const { edges, n } = this.bars;
    this.waits = false;
    this.chosen = first === null && last === null ? null : { from: first ?? edges[0], to: last ?? edges[n] - 1 };
    if (!this.drag && !this.timer && !this.player.isOn) this.moved = null;
    this.draw();
  }

  /** Count the papers in view; undated ones stand beside. While time is played, what was counted stands for a moment. */
  setInView(mask, dates, hasUndated) {
    if (!this.bars) return;
    this.inView = countBars(this.bars, mask);
    const most = Math.max(...this.inView);
    const tallest = Math.max(...this.all);
    const times = TALLER.findLast((factor) => factor * most <= tallest / 2) ?? 1;
    this.paths[1].setAttribute("d", outlineBars(this.inView, tallest / times));
    let nDated = 0;
    for (let i = 0; i < dates.n; i++) nDated += mask[i] && dates.first[i] !== NO_DAY;
    const nUndated = dates.n - this.bars.nDated;
    this.note.textContent = [
      this.player.isOn && "Shown while playing; the filter is unchanged",
      `${formatCount(nDated)} of ${formatCount(this.bars.nDated)} dated in view`,
      nUndated && `${formatCount(nUndated)} undated${hasUndated ? "" : ", left out"}`,
      this.nOutside && `${formatCount(this.nOutside)} known to the year alone are in no bar`,
      times > 1 && `bars of those in view ${formatCount(times)} times as tall`,
    ].filter(Boolean).join(" · ");
  }

  /** The range that is shown, in days; null is all dates. */
  get shown() {
    const { edges, n } = this.bars;
    const shown = this.moved ?? this.chosen;
    return shown && (shown.from > edges[0] || shown.to < edges[n] - 1) ? shown : null;
  }

  /** The ends of the range among the bars. */
  get ends() {
    const { bars, shown } = this;
    return shown ? [placeOfDay(bars, shown.from), placeOfDay(bars, shown.to + 1)] : [0, bars.n];
  }

  draw() {
    const { bars, shown } = this;
    const ends = this.ends;
    const percent = (place) => `${((100 * place) / bars.n).toFixed(3)}%`;
    this.range.style.left = percent(ends[0]);
    this.range.style.width = percent(ends[1] - ends[0]);
    this.range.classList.toggle("is-all", !shown);
    const days = shown ?? { from: bars.edges[0], to: bars.edges[bars.n] - 1 };
    this.words.textContent = shown ? rangeInWords(days) : `All dates, ${rangeInWords(days)}`;
    this.clearButton.hidden = !shown || this.player.isOn;
    this.stopButton.hidden = !this.player.isOn;
    this.handles.forEach((handle, end) => {
      handle.style.left = percent(ends[end]);
      const day = end ? days.to : days.from;
      handle.setAttribute("aria-valuemin", "0");
      handle.setAttribute("aria-valuemax", String(bars.n - 1));
      handle.setAttribute("aria-valuenow", String(end ? Math.ceil(ends[1]) - 1 : Math.floor(ends[0])));
      handle.setAttribute("aria-valuetext", `${end ? "to" : "from"} ${wordsOfEnd(bars, day, end)}`);
    });
  }

  drawAxis() {
    if (!this.bars) return;
    const { bars } = this;
    const width = this.chart.clientWidth || 600;
    const room = Math.max(width / PIXELS_A_TICK, 1);
    const step = TICK_STEPS.find((months) => months >= bars.step && (bars.n * bars.step) / months <= room) ?? TICK_STEPS.at(-1);
    const ticks = [];
    for (let bar = 0; bar < bars.n; bar++) {
      const month = bars.start + bar * bars.step;
      // Bars of several years begin where they can; the first tick is the first bar that a multiple falls in.
      const isCut = (1 - bar / bars.n) * width < (step < 12 ? PIXELS_A_TICK : PIXELS_A_TICK / 2);
      if (month % step >= bars.step || isCut) continue;
      const tick = make("span", "");
      tick.textContent = step < 12 ? `${MONTH_NAMES[month % 12]} ${Math.floor(month / 12)}` : String(Math.floor(month / 12));
      tick.style.left = `${(100 * bar) / bars.n}%`;
      ticks.push(tick);
    }
    this.axis.replaceChildren(...ticks);
  }

  // --- what is done on it -------------------------------------------------------------------------------------------

  placeOf(event) {
    const { left, width } = this.chart.getBoundingClientRect();
    return Math.min(Math.max(((event.clientX - left) / Math.max(width, 1)) * this.bars.n, 0), this.bars.n);
  }

  press(event) {
    if (event.button !== 0 || !this.bars) return;
    event.preventDefault();
    this.endKeys();
    const wasPlaying = this.player.isOn;
    this.player.stop();
    this.chart.setPointerCapture(event.pointerId);
    const end = event.target.dataset?.end;
    const place = this.placeOf(event);
    const [from, to] = this.ends;
    const isInside = this.shown && place >= from && place <= to;
    const what = end !== undefined ? ["from", "to"][end] : isInside ? "move" : "new";
    this.drag = { what, start: place, x: event.clientX, from, to, isMoved: false, wasPlaying };
    this.tip.hidden = true;
    (end !== undefined ? event.target : this.handles[1]).focus({ preventScroll: true });
  }

  pull(event) {
    const { drag, bars } = this;
    if (!drag.isMoved && Math.abs(event.clientX - drag.x) < DRAG_PIXELS) return;
    drag.isMoved = true;
    const place = this.placeOf(event);
    if (drag.what === "new") this.moveTo(Math.floor(Math.min(drag.start, place)), Math.ceil(Math.max(drag.start, place)));
    else if (drag.what === "from") this.moveTo(Math.min(Math.round(place), Math.ceil(drag.to) - 1), drag.to);
    else if (drag.what === "to") this.moveTo(drag.from, Math.max(Math.round(place), Math.floor(drag.from) + 1));
    else {
      const width = Math.max(Math.round(drag.to - drag.from), 1);
      const from = Math.min(Math.max(Math.round(drag.from + place - drag.start), 0), bars.n - width);
      this.moveTo(from, from + width);
    }
  }

  release() {
    const { drag } = this;
    if (!drag) return;
    this.drag = null;
    if (!drag.isMoved) {
      // Without a drag: the bar that was clicked. A handle that was only touched stays where it is.
      if (drag.what === "from" || drag.what === "to") {
        if (drag.wasPlaying) this.letGo();
        return;
      }
      const bar = Math.min(Math.floor(drag.start), this.bars.n - 1);
      this.moveTo(bar, bar + 1);
    }
    this.choose(this.moved);
  }

  /** Show a range between two places among the bars, and let the map follow. */
  moveTo(from, to) {
    const { bars } = this;
    const [low, high] = [Math.max(from, 0), Math.min(Math.max(to, from + 1e-3), bars.n)];
    this.moved = { from: dayOfPlace(bars, low), to: Math.max(dayOfPlace(bars, high) - 1, dayOfPlace(bars, low)) };
    this.draw();
    this.on.brush();
  }

  /** How far papers have faded while time is played, 0 to 255 by paper; null where none has. */
  fades(dates) {
    if (!this.player.isSmooth || !this.moved) return null;
    return fadesNear(dates, this.moved, FADE_SHARE * (this.moved.to - this.moved.from + 1));
  }

  /** Let go of what was moved without choosing it. */
  letGo() {
    this.moved = null;
    this.draw();
    this.on.brush();
  }

  /**
   * Tell Python of a range in days; null is all dates. An end that leaves nothing out is no bound; one that stands where it
   * stood is not told, as bars would round it.
   */
  choose(range) {
    this.player.stop();
    this.cancelKeys();
    if (!this.bars) return;
    const { edges, n } = this.bars;
    const isBounded = this.chosen || this.told;
    this.moved = range ?? (isBounded && { from: edges[0], to: edges[n] - 1 });
    this.told = range;
    this.draw();
    this.on.brush();
    if (!range && !isBounded) return;
    const from = range && range.from > edges[0] ? writeBound(this.bars, range.from) : null;
    const to = range && range.to < edges[n] - 1 ? writeBound(this.bars, range.to) : null;
    const before = range && !this.waits && this.chosen;
    const stays = (name, plus) => before && placeOfDay(this.bars, range[name] + plus) === placeOfDay(this.bars, before[name] + plus);
    this.waits = true;
    this.on.choose({ ...(!stays("from", 0) && { from }), ...(!stays("to", 1) && { to }) });
  }

  pressKey(event, end) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.bars) return;
    const { n, step } = this.bars;
    const far = Math.max(1, step < 12 ? Math.round(12 / step) : 5);
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -far, PageUp: far, Home: -n, End: n };
    if (event.key === "Escape") this.choose(null);
    else if (event.key === "Enter" || event.key === " ") this.endKeys();
    else if (Object.hasOwn(steps, event.key)) this.moveEnd(end, steps[event.key]);
    else return;
    event.preventDefault();
    // Streamlit has shortcuts of its own on the page.
    event.stopPropagation();
  }

  moveEnd(end, step) {
    this.player.stop();
    const [from, to] = this.ends;
    if (end) this.moveTo(from, Math.min(Math.max(Math.round(to) + step, Math.floor(from) + 1), this.bars.n));
    else this.moveTo(Math.max(Math.min(Math.round(from) + step, Math.ceil(to) - 1), 0), to);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.endKeys(), KEYS_REST_MS);
  }

  /** Choose what the keys have moved to. */
  endKeys() {
    if (this.timer) this.choose(this.moved);
  }

  cancelKeys() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  /** Say how many papers the bar under the pointer has. */
  point(event) {
    if (!this.bars || !this.inView) return;
    const bar = Math.min(Math.floor(this.placeOf(event)), this.bars.n - 1);
    const [from, to] = [this.bars.edges[bar], this.bars.edges[bar + 1] - 1];
    this.tip.textContent = `${rangeInWords({ from, to })}: ${formatCount(this.inView[bar])} of ${formatCount(this.all[bar])}`;
    this.tip.hidden = false;
    const { width } = this.chart.getBoundingClientRect();
    const left = ((bar + 0.5) / this.bars.n) * width - this.tip.offsetWidth / 2;
    this.tip.style.left = `${Math.min(Math.max(left, 0), width - this.tip.offsetWidth)}px`;
  }

  dispose() {
    this.player.stop();
    this.cancelKeys();
  }
}

/** A path of bars, each as tall as its share of `tallest` in 100; one that is not empty can be seen. */
function outlineBars(counts, tallest) {
  const bar = (count, i) => `M${i + 0.08} 100V${(100 - Math.max((100 * count) / tallest, 3)).toFixed(1)}H${i + 0.92}V100Z`;
  return Array.from(counts, (count, i) => (count ? bar(count, i) : "")).join("");
}

/** An end of the range in words, by the bar that it is in. */
function wordsOfEnd(bars, day, end) {
  const month = monthOf(day);
  const [from, to] = [firstDay(month), firstDay(month + 1) - 1];
  if (bars.step % 12) return rangeInWords(end ? { from: day === to ? from : day, to: day } : { from: day, to: day === from ? to : day });
  return String(Math.floor(month / 12));
}
