// One map in one page: holds its state, listens to its parts, and redraws once a frame.

const BUTTON_ZOOM = 1.5;
const KEPT_VIEWS = 20;
const PARTS = {
  view: "What is in view",
  selected: "Selected papers",
  region: "Drawn region",
  own: "My papers",
};
const STRAY = 0.03;
const SAY_MS = 6000;
// Pixels of the strip of time, its rim included: what is left of the map's height is the stage's.
const TIME_HEIGHT = 92;
// Zoom by key and version of the atlas: it outlives the map's element, which goes at every change of page.
const keptViews = new Map();

class TopicMap {
  constructor(parent) {
    this.elements = buildElements();
    this.data = null;
    // The points that have come and those that are drawn: the same but for large corpora.
    this.held = null;
    this.points = null;
    // What they are coloured by, with the codes once they have come: { coloring, codes, rows }; null is their topics.
    this.colored = null;
    // Raised at each change of what they are coloured by: codes that come late are those of an earlier one.
    this.coloringTurn = 0;
    this.region = null;
    this.token = 0;
    this.frame = 0;
    this.dateFrame = 0;
    this.sayTimer = 0;
    this.dates = null;
    this.listening = new AbortController();
    this.labels = new LabelLayer(this.elements.labels);
    this.card = new HoverCard(this.elements.card);
    this.own = new OwnLayer(this.elements.own);
    this.strip = new TimeStrip(this.elements.time, {
      brush: () => this.followDates(),
      choose: (bounds) => this.send.dates({ version: this.data.version, ...bounds }),
    });
    const on = {
      tool: (tool) => this.useTool(tool),
      zoomTo: (part) => this.zoomTo(part),
      names: (names) => this.chooseNames(names),
    };
    this.toolbar = new Toolbar(this.elements.tools, on, () => this.partsToZoomTo());
    this.legend = new Legend(this.elements.legend, () => this.applyLabels());
    this.pointer = new Pointer(this);
    this.cursor = new Cursor(this);
    this.keys = {
      arrow: (direction) => this.cursor.move(direction),
      enter: () => this.openCurrent(),
      escape: () => this.clear(),
      zoom: (factor) => this.zoom(factor),
      home: () => this.goTo(this.home),
      own: () => this.goToOwn(this.own.next()),
    };
    this.observer = new ResizeObserver(() => this.resize());
    parent.append(this.elements.root);
    this.listen();
  }

  // --- what Python says ---------------------------------------------------------------------------------------------

  /** Take new data; `send` has { region(value), click(value), dates(value), names(value) }. */
  update(data, send) {
    const before = this.data;
    this.data = data;
    this.send = send;
    this.elements.stage.style.height = `${data.height - (data.dates ? TIME_HEIGHT : 0)}px`;
    this.elements.stage.setAttribute("aria-label", `${data.alt} ${HELP}${data.own.length ? ` ${OWN_HELP}` : ""}`);
    if (before?.names !== data.names) this.setNames(data.names);
    if (before?.points_url !== data.points_url || this.elements.root.dataset.failed) this.start();
    else if (this.points) this.applyData(before);
    this.updateDates(before);
  }

  async start() {
    const token = ++this.token;
    this.held = this.points = null;
    delete this.elements.root.dataset.failed;
    delete this.elements.root.dataset.drawn;
    this.card.hide();
    showNotice(this.elements, "loading");
    try {
      this.renderer ??= new Renderer(this.elements.canvas);
      const [Plotly, points] = await Promise.all([
        loadPlotly(this.data.plotly_url).catch(failAs("plotly")),
        loadPoints(this.data.points_url).catch(failAs("points")),
      ]);
      if (token === this.token) await this.showPoints(Plotly, points);
    } catch (error) {
      if (token === this.token) this.fail(error);
    }
  }

  async showPoints(Plotly, points) {
    const token = this.token;
    this.held = this.points = points;
    this.colored = null;
    this.cursor.clear();
    this.measureStage();
    const kept = keptViews.get(this.viewKey());
    this.view = kept && !kept.isHome ? kept : this.home;
    this.renderer.setPlaces(points);
    this.applyData(null);
    this.showRegion(this.data.region);
    if (this.plot) await this.plot.setView(this.view, this.size);
    else await this.startPlot(Plotly);
    if (token !== this.token) return;
    showNotice(this.elements, points.n ? null : "empty");
    this.observer.observe(this.elements.stage);
    document.fonts.ready.then(() => token === this.token && this.applyLabels());
  }

  async startPlot(Plotly) {
    const on = {
      view: (view) => this.follow(view),
      settled: (view) => this.settle(view),
      region: (kind, xs, ys) => this.takeRegion(kind, xs, ys),
    };
    this.plot = new Plot(Plotly, this.elements.plot, on);
    await this.plot.start(this.view, this.size, this.points.extent, toCss(this.theme.accent));
  }

  /** The strip of time needs no drawing: it is there also where the map is not. */
  async updateDates(before) {
    const { dates } = this.data;
    this.elements.time.hidden = !dates;
    if (!dates) this.dates = null;
    else if (before?.dates?.url === dates.url) this.applyDates();
    else {
      this.dates = null;
      const loaded = await loadDates(dates.url).catch((error) => console.warn(error));
      if (this.data.dates?.url !== dates.url) return;
      if (!loaded) this.strip.say("The papers' dates could not be loaded; reload the page.");
      else {
        this.dates = loaded;
        this.strip.setDates(loaded);
        this.applyDates();
      }
    }
  }

  applyDates() {
    if (!this.dates) return;
    this.strip.setChosen(this.data.dates.first, this.data.dates.last);
    this.applyInView();
  }

  /** Bring the points in line with the strip of time, once a frame. */
  followDates() {
    this.dateFrame ||= requestAnimationFrame(() => {
      this.dateFrame = 0;
      this.applyInView();
    });
  }

  fail(error) {
    const reason = error instanceof MapError ? error.reason : "other";
    this.elements.root.dataset.failed = reason;
    this.theme = readTheme(this.elements.root, this.data.dark);
    this.paintParts();
    showNotice(this.elements, reason);
    if (reason === "other") console.error(error);
  }

  /** Bring the picture in line with the data; `before` is what it shows now, null if nothing. */
  applyData(before) {
    const changed = (...names) => !before || names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(this.data[name]));
    const themeBefore = this.theme;
    this.theme = readTheme(this.elements.root, this.data.dark);
    const newTheme = JSON.stringify(this.theme) !== JSON.stringify(themeBefore);
    const newNames = changed("topics", "labels");
    const newOwn = changed("own");
    const newPapers = changed("level", "in_view", "selected") || newOwn;
    if (newOwn) this.own.setPapers(this.data.own);
    if (newTheme || newNames) this.applyColors();
    if (newPapers) this.applyPapers();
    else if (newTheme || newNames) this.applyInView();
    if (newTheme || newNames || newPapers) this.applyLabels();
    // Codes of the view alone stand in the order of the papers in view.
    const newColoring = changed("coloring") || (this.data.coloring?.is_of_view && changed("in_view"));
    if (before ? newColoring : this.data.coloring) this.takeColoring();
    this.requestDraw();
  }

  /** Colour the points anew; until the codes have come they keep their colours. */
  async takeColoring() {
    const { coloring } = this.data;
    const { token } = this;
    const turn = ++this.coloringTurn;
    let codes = null;
    try {
      if (coloring) codes = await loadCodes(coloring, readMask(this.data.in_view, this.held.nPapers, 1));
    } catch (error) {
      console.warn(error);
      this.say("The colours could not be loaded; topics are shown.");
    }
    if (token !== this.token || turn !== this.coloringTurn) return;
    this.colored = codes && { coloring, codes, rows: rowsOfCodes(codes, coloring.colors.length) };
    this.applyColors();
    this.applyInView();
    this.applyLabels();
  }

  applyColors() {
    this.topicColors = this.data.topics.map(([, light, dark]) => parseHex(this.theme.isDark ? dark : light));
    this.palette = this.colored ? paletteOf(this.colored.coloring, this.theme) : this.topicColors;
    this.renderer.setColors(this.palette, this.theme);
    this.plot?.setAccent(toCss(this.theme.accent));
    this.paintParts();
  }

  /** The theme's colours for what CSS draws. */
  paintParts() {
    const { style } = this.elements.root;
    style.setProperty("--tmap-accent", toCss(this.theme.accent));
    style.setProperty("--tmap-unassigned", toCss(this.theme.unassigned));
    style.setProperty("--tmap-outside", toCss(this.theme.outside));
  }

  applyPapers() {
    const { nPapers } = this.held;
    const selected = readMask(this.data.selected, nPapers, 0);
    const kept = selected.slice();
    if (this.data.focus !== null) kept[this.data.focus] = 1;
    this.masks = { selected, kept };
    this.restAsked = null;
    this.applyInView();
  }

  /** Which papers are in view: as Python says, or as the strip of time while a range is moved on it. */
  applyInView() {
    const { dates, held, strip, data } = this;
    const n = held?.nPapers ?? dates?.n;
    if (n === undefined) return;
    const inView = dates && strip.moved
      ? overlapping(dates, readMask(data.dates.in_any, n, 1), strip.moved, data.dates.has_undated)
      : readMask(data.in_view, n, 1);
    const isBrief = strip.player.letsCountsWait();
    if (dates && !isBrief) strip.setInView(inView, dates, data.dates.has_undated);
    if (held) this.showPapers(inView, isBrief);
  }

  /** Bring points and, unless it is brief, ground and legend in line with what is in view; the masks are by paper. */
  showPapers(inView, isBrief) {
    this.masks = { ...this.masks, inView };
    if (lacksPoints(this.held, this.masks)) this.loadRest();
    this.choosePoints();
    const { points, colored } = this;
    this.inView = pick(inView, points.papers);
    this.selected = pick(this.masks.selected, points.papers);
    this.rows = colored ? pick(colored.rows, points.papers) : points.rows[this.data.level];
    const { state, order } = arrangePapers(this.rows, this.inView, this.selected);
    this.renderer.setPapers(this.rows, state, order);
    this.requestDraw();
    if (isBrief) return;
    this.renderer.tint.set(points, this.inView, colored ? null : this.topicColors, this.theme);
    this.counts = countTopics(this.held, inView, this.data.topics.length);
    this.topicCounts = this.counts.inView.byRow;
    this.applyLegend();
  }

  choosePoints() {
    const points = choosePoints(this.held, this.masks);
    if (points === this.points) return;
    const cursor = this.cursor.index >= 0 ? paperOf(this.points, this.cursor.index) : null;
    this.points = points;
    this.cursor.index = pointOf(points, cursor);
    this.renderer.setPlaces(points);
  }

  /** Of a large corpus a sample came first; a paper that is looked at is not in it. */
  async loadRest() {
    const { token } = this;
    // Once for each change of data: while time is played, this is called at each frame.
    if (this.restAsked === token) return;
    this.restAsked = token;
    try {
      const all = await loadAllPoints(this.data.points_url);
      if (token !== this.token || this.held === all) return;
      this.held = all;
      this.applyInView();
      this.applyLabels();
    } catch (error) {
      // The sample stays, and the legend says how many are drawn.
      console.warn(error);
    }
  }

  applyLegend() {
    const { inView, selected } = this.masks;
    const { colored, counts, points } = this;
    const { level, topics } = this.data;
    const codes = colored && countCodes(colored.codes, inView);
    const nInView = countOf(inView);
    const nWithout = colored ? codes.inView[UNKNOWN_CODE] : nInView - counts.inView.assigned[level];
    const colors = colored
      ? codesLegend(colored.coloring, this.palette, codes, nInView - nWithout)
      : topicsLegend(level, counts.rowsAt[level], topics, this.topicColors, counts);
    this.legend.show(colors, [
      ["assigned", colored ? "With a value" : "In a topic", nInView - nWithout],
      ["unassigned", colored ? "Not known" : "Unassigned", nWithout],
      ["outside", "Outside the view", inView.length - nInView],
      ["selected", "Selected", countOf(selected)],
      ["own", "My papers", this.own.papers.length],
      ["drawn", "Drawn", points.n < points.nPapers && `${formatCount(points.n)} of ${formatCount(points.nPapers)}`],
    ]);
  }

  applyLabels() {
    this.reserveRoom();
    const { labels, topics } = this.data;
    const named = labels.map(([x, y, level, row, size, text]) => [x, y, LEVELS[level], row, size, text ?? topics[row][0]]);
    this.labels.setLabels(named, {
      points: this.points,
      // Names in colours that mean something else would mislead.
      colors: this.colored ? this.topicColors.map(() => this.theme.text) : this.topicColors,
      counts: this.topicCounts,
      theme: this.theme,
      width: this.size.width,
    });
    this.requestDraw();
  }

  /** Names keep clear of the tools and the legend. */
  reserveRoom() {
    this.reserved = [this.elements.tools, this.elements.legend].filter((element) => element.offsetWidth).map(boxOf);
  }

  // --- the view -----------------------------------------------------------------------------------------------------

  viewKey() {
    return `${this.data.key}|${this.data.version}`;
  }

  measureStage() {
    const { clientWidth, clientHeight } = this.elements.stage;
    this.size = { width: Math.max(clientWidth, 1), height: Math.max(clientHeight, 1) };
    this.home = homeView(this.points.extent, this.size.width, this.size.height);
  }

  resize() {
    // A map in a tab that is not shown has no size; it keeps the one it had.
    if (!this.points || !this.elements.stage.clientWidth) return;
    const before = this.size;
    this.measureStage();
    if (before.width === this.size.width && before.height === this.size.height) return;
    this.view = this.view.isHome ? this.home : { ...this.view, span: (this.view.span * this.size.width) / before.width };
    this.plot?.setView(this.view, this.size);
    this.strip.drawAxis();
    this.applyLabels();
  }

  /** The view while it moves. */
  follow(view) {
    this.view = view;
    this.card.hide();
    this.requestDraw();
  }

  /** The view when it has come to rest. */
  settle(view) {
    const limited = limitView(view, this.home, this.points.extent);
    this.view = { ...limited, isHome: sameView(limited, this.home) };
    if (!sameView(view, limited)) this.plot.setView(this.view, this.size);
    keptViews.delete(this.viewKey());
    keptViews.set(this.viewKey(), this.view);
    if (keptViews.size > KEPT_VIEWS) keptViews.delete(keptViews.keys().next().value);
    this.requestDraw();
  }

  goTo(view) {
    this.follow(limitView(view, this.home, this.points.extent));
    this.plot?.setView(this.view, this.size);
  }

  /** What the menu "Zoom to" offers; what there is not cannot be picked. */
  partsToZoomTo() {
    return Object.entries(PARTS).map(([name, words]) => ({ name, words, isOff: !this.points || !this.extentOfPart(name) }));
  }

  extentOfPart(name) {
    if (name === "region") return this.region && extentOfRegion(this.region);
    if (name === "own") return this.own.extent;
    return name === "selected" ? extentOfMask(this.points, this.selected, 0) : extentOfMask(this.points, this.inView, STRAY);
  }

  zoomTo(name) {
    const { width, height } = this.size;
    this.goTo(viewOfPart(this.extentOfPart(name), this.home, width, height));
  }

  zoom(factor) {
    this.goTo({ ...this.view, span: this.view.span / factor });
  }

  // --- drawing ------------------------------------------------------------------------------------------------------

  requestDraw() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      if (this.points) this.draw();
    });
  }

  draw() {
    const { root } = this.elements;
    const fades = this.dates && this.strip.fades(this.dates);
    // Where a sample is drawn, points are some of the papers.
    const { papers } = this.points;
    this.renderer.setFades(fades && papers ? Uint8Array.from(papers, (paper) => fades[paper]) : fades);
    this.drawPoints(window.devicePixelRatio || 1);
    this.own.draw(this.view, { ...this.size, ratio: window.devicePixelRatio || 1 }, this.theme);
    this.labels.place(this.view, {
      names: this.names,
      zoom: this.zoomNow(),
      colored: this.data.level,
      diameter: this.diameter(),
      reserved: this.reserved,
      ...this.size,
    });
    this.drawMarks();
    root.dataset.view = JSON.stringify([this.view.cx, this.view.cy, this.view.span]);
    root.dataset.drawn = String(this.points.n);
  }

  zoomNow() {
    return this.home.span / this.view.span;
  }

  diameter() {
    return pointDiameter(this.points.n, this.size.width, this.size.height, this.zoomNow());
  }

  drawPoints(ratio) {
    const opacity = pointOpacity(this.points.n, this.zoomNow());
    this.renderer.draw(this.view, { ...this.size, ratio, zoom: this.zoomNow(), diameter: this.diameter(), opacity });
  }

  drawMarks() {
    const { rings, region } = this.elements;
    const toPixel = projection(this.view, this.size.width, this.size.height);
    const radius = this.diameter() / 2 + 5;
    placeRing(rings.focus, this.placeOf(this.focus), radius);
    placeRing(rings.cursor, this.placeOf(this.cursor.index), radius + 3);
    drawRegion(region, this.region, toPixel);
  }

  /** The point of the paper that is shown beside the map; -1 if there is none. */
  get focus() {
    return pointOf(this.points, this.data.focus);
  }

  /** Where a point stands on the stage, in pixels; null if it has no place or is none. */
  placeOf(index) {
    if (!(index >= 0 && index < this.points.n)) return null;
    const place = projection(this.view, this.size.width, this.size.height)(this.points.x[index], this.points.y[index]);
    return place.every(Number.isFinite) ? place : null;
  }

  // --- what the user does -------------------------------------------------------------------------------------------

  listen() {
    const { stage, canvas } = this.elements;
    const { signal } = this.listening;
    const on = (target, type, action, options = {}) => target.addEventListener(type, action, { signal, ...options });
    this.pointer.listen(on);
    on(stage, "keydown", (event) => this.points && pressKey(event, this.keys));
    on(stage, "focus", () => this.elements.root.classList.toggle("has-key-focus", !this.pointer.pressed));
    on(stage, "blur", () => {
      this.elements.root.classList.remove("has-key-focus");
      this.card.hide();
    });
    on(canvas, "webglcontextlost", (event) => event.preventDefault());
    on(canvas, "webglcontextrestored", () => this.restore());
  }

  restore() {
    this.renderer.build();
    if (!this.points) return;
    this.renderer.setPlaces(this.points);
    this.applyColors();
    this.applyPapers();
    this.requestDraw();
  }

  useTool(tool) {
    if (!this.points) return;
    if (MODES.includes(tool)) {
      this.toolbar.setMode(tool);
      this.elements.root.dataset.mode = tool;
      this.plot?.setMode(tool);
    } else if (tool === "zoom-in") this.zoom(BUTTON_ZOOM);
    else if (tool === "zoom-out") this.zoom(1 / BUTTON_ZOOM);
    else if (tool === "home") this.goTo(this.home);
    else if (tool === "clear") this.clear();
    else if (tool === "picture") this.save(savePicture);
    else if (tool === "drawing") this.save(saveDrawing);
  }

  async save(write) {
    try {
      await write(this);
    } catch (error) {
      console.warn(error);
      this.say("The picture could not be saved; make the window smaller and try again.");
    }
  }

  /** What stands around the map in a picture of it; a range that is played or drawn is not in Python's words. */
  frameOfPicture() {
    const { title, about } = this.data.picture;
    const { legend, strip, size, theme } = this;
    const moved = strip.moved && strip.shown ? `Shown of them: ${strip.words.textContent}.` : "";
    const colors = legend.body.hidden ? null : legend.colors;
    return makeFrame({ title, notes: [about, moved].filter(Boolean), colors, marks: legend.counted }, size, theme);
  }

  setNames(names) {
    this.names = names;
    this.toolbar.setNames(names);
    this.requestDraw();
  }

  chooseNames(names) {
    if (names === this.names) return;
    this.setNames(names);
    this.send.names(names);
  }

  /** Show one of the user's own papers and say it. */
  goToOwn(paper) {
    if (!paper) return;
    this.cursor.clear();
    const { width, height } = this.size;
    const [px, py] = projection(this.view, width, height)(paper.x, paper.y);
    if (px < SIGHT_MARGIN || px > width - SIGHT_MARGIN || py < SIGHT_MARGIN || py > height - SIGHT_MARGIN) {
      this.goTo({ ...this.view, cx: paper.x, cy: paper.y });
    }
    this.card.showOwn(paper, projection(this.view, width, height)(paper.x, paper.y), this.size);
    this.elements.live.textContent = [paper.title, ownWords(paper)].filter(Boolean).map((words) => `${words}.`).join(" ");
    this.requestDraw();
  }

  /** Open a paper by its number in the atlas; null is none. */
  open(index) {
    if (index !== null) this.send.click({ version: this.data.version, index });
  }

  /** Open the paper that the keyboard has come to. */
  openCurrent() {
    if (this.cursor.index >= 0) this.open(paperOf(this.points, this.cursor.index));
    else if (this.own.at >= 0) this.open(this.own.papers[this.own.at].index);
  }

  /** Say a sentence on the map for a while, and to screen readers. */
  say(sentence) {
    const { said, live } = this.elements;
    live.textContent = sentence;
    said.textContent = sentence;
    said.hidden = false;
    clearTimeout(this.sayTimer);
    this.sayTimer = setTimeout(() => (said.hidden = true), SAY_MS);
  }

  /** What the card says of a paper, but for its title and date. */
  describe(index) {
    const paper = paperOf(this.points, index);
    const topic = this.points.rows[this.data.level][index];
    const row = this.rows[index];
    const value = this.colored && wordsOfCode(this.colored.coloring, this.colored.codes[paper]);
    return {
      index: paper,
      url: this.data.paper_url,
      topic: topic === UNASSIGNED ? "Unassigned" : this.data.topics[topic][0],
      color: row === UNASSIGNED ? null : toCss(this.palette[row]),
      remarks: [value, !this.inView[index] && "outside the view", this.selected[index] && "selected"],
    };
  }

  takeRegion(kind, xs, ys) {
    const polygon = makePolygon(kind, xs, ys, this.view.span / this.size.width);
    if (!polygon) return;
    const region = joinRegion(this.region, polygon, this.pointer.joins);
    if (typeof region === "string") {
      this.say(region);
      return;
    }
    this.showRegion(region);
    this.sendRegion();
  }

  sendRegion() {
    this.send.region(this.region && { version: this.data.version, polygons: this.region });
  }

  /** Show polygons as lib/ui/map/payload.py writes them; null takes them away. */
  showRegion(region) {
    this.region = region;
    this.toolbar.setRegion(region !== null);
    this.reserveRoom();
    this.requestDraw();
  }

  /** Take away what belongs to the moment: the card, the keyboard's place, the region. */
  clear() {
    this.card.hide();
    this.cursor.clear();
    this.own.at = -1;
    if (!this.region) return;
    this.showRegion(null);
    this.sendRegion();
  }

  dispose() {
    this.token++;
    this.points = null;
    cancelAnimationFrame(this.frame);
    cancelAnimationFrame(this.dateFrame);
    clearTimeout(this.sayTimer);
    this.strip.dispose();
    this.observer.disconnect();
    this.listening.abort();
    this.card.hide();
    this.pointer.dispose();
    this.plot?.dispose();
    this.renderer?.dispose();
    this.elements.root.remove();
  }
}

function failAs(reason) {
  return (error) => {
    console.warn(error);
    throw new MapError(reason);
  };
}

function boxOf(element) {
  const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = element;
  return { x0: offsetLeft, y0: offsetTop, x1: offsetLeft + offsetWidth, y1: offsetTop + offsetHeight };
}
