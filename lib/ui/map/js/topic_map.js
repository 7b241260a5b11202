// One map in one page: holds its state, listens to its parts, and redraws once a frame.

const BUTTON_ZOOM = 1.5;
const KEPT_VIEWS = 20;
// Zoom by key and version of the atlas: it outlives the map's element, which goes at every change of page.
const keptViews = new Map();

class TopicMap {
  constructor(parent) {
    this.elements = buildElements();
    this.data = null;
    this.points = null;
    this.region = null;
    this.token = 0;
    this.frame = 0;
    this.listening = new AbortController();
    this.labels = new LabelLayer(this.elements.labels);
    this.card = new HoverCard(this.elements.card);
    this.toolbar = new Toolbar(this.elements.tools, (tool) => this.useTool(tool));
    this.pointer = new Pointer(this);
    this.cursor = new Cursor(this);
    this.keys = {
      arrow: (direction) => this.cursor.move(direction),
      enter: () => this.cursor.index >= 0 && this.click(this.cursor.index),
      escape: () => this.clear(),
      zoom: (factor) => this.zoom(factor),
      home: () => this.goTo(this.home),
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
    this.elements.stage.style.height = `${data.height}px`;
    this.elements.stage.setAttribute("aria-label", `${data.alt} ${HELP}`);
    if (before?.points_url !== data.points_url || this.elements.root.dataset.failed) this.start(before === null);
    else if (this.points) this.applyData(before);
  }

  async start(isFirst) {
    const token = ++this.token;
    this.points = null;
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
      if (token === this.token) await this.showPoints(Plotly, points, isFirst);
    } catch (error) {
      if (token === this.token) this.fail(error);
    }
  }

  async showPoints(Plotly, points, isFirst) {
    const token = this.token;
    this.points = points;
    this.cursor.clear();
    this.measureStage();
    const kept = keptViews.get(this.viewKey());
    this.view = kept && !kept.isHome ? kept : this.home;
    this.renderer.setPlaces(points);
    this.applyData(null);
    this.showRegion(isFirst ? this.data.region : null);
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

  fail(error) {
    const reason = error instanceof MapError ? error.reason : "other";
    this.elements.root.dataset.failed = reason;
    showNotice(this.elements, reason);
    if (reason === "other") console.error(error);
  }

  /** Bring the picture in line with the data; `before` is what it shows now, null if nothing. */
  applyData(before) {
    const changed = (...names) => !before || names.some((name) => before[name] !== this.data[name]);
    const themeBefore = this.theme;
    this.theme = readTheme(this.elements.root, this.data.dark);
    const newTheme = JSON.stringify(this.theme) !== JSON.stringify(themeBefore);
    const newNames = !before || JSON.stringify([before.topics, before.labels]) !== JSON.stringify([this.data.topics, this.data.labels]);
    const newPapers = changed("level", "in_view", "selected");
    if (newTheme || newNames) this.applyColors();
    if (newPapers) this.applyPapers();
    if (newTheme || newNames || newPapers) this.applyLabels();
    this.requestDraw();
  }

  applyColors() {
    this.topicColors = this.data.topics.map(([, light, dark]) => parseHex(this.theme.isDark ? dark : light));
    this.renderer.setColors(this.topicColors, this.theme);
    this.plot?.setAccent(toCss(this.theme.accent));
    const { style } = this.elements.root;
    style.setProperty("--tmap-accent", toCss(this.theme.accent));
    style.setProperty("--tmap-unassigned", toCss(this.theme.unassigned));
    style.setProperty("--tmap-outside", toCss(this.theme.outside));
  }

  applyPapers() {
    const { n, rows } = this.points;
    this.inView = readMask(this.data.in_view, n, 1);
    this.selected = readMask(this.data.selected, n, 0);
    const { state, order, counts } = arrangePapers(rows[this.data.level], this.inView, this.selected);
    this.renderer.setPapers(rows[this.data.level], state, order);
    this.topicCounts = countTopics(rows, this.inView, this.data.topics.length);
    showLegend(this.elements.legend, counts);
  }

  applyLabels() {
    this.reserveRoom();
    this.labels.setLabels(this.data.labels, {
      points: this.points,
      colors: this.topicColors,
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
    this.drawPoints(window.devicePixelRatio || 1);
    this.labels.place(this.view, {
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
    this.renderer.draw(this.view, { ...this.size, ratio, diameter: this.diameter(), opacity });
  }

  drawMarks() {
    const { rings, region } = this.elements;
    const toPixel = projection(this.view, this.size.width, this.size.height);
    const radius = this.diameter() / 2 + 5;
    placeRing(rings.focus, this.placeOf(this.data.focus), radius);
    placeRing(rings.cursor, this.placeOf(this.cursor.index), radius + 3);
    drawRegion(region, this.region, toPixel);
  }

  /** Where a paper stands on the stage, in pixels; null if it has no place or is none. */
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
    else if (tool === "picture") savePicture(this, "topic-map.png");
  }

  click(index) {
    this.send.click({ version: this.data.version, index });
  }

  /** What the card says of a paper, but for its title and date. */
  describe(index) {
    const row = this.points.rows[this.data.level][index];
    const isAssigned = row < this.data.topics.length;
    return {
      index,
      url: this.data.paper_url,
      topic: isAssigned ? this.data.topics[row][0] : "Unassigned",
      color: isAssigned ? toCss(this.topicColors[row]) : null,
      remarks: [!this.inView[index] && "outside the view", this.selected[index] && "selected"],
    };
  }

  takeRegion(kind, xs, ys) {
    const polygon = makePolygon(kind, xs, ys, this.view.span / this.size.width);
    if (!polygon) return;
    const region = joinRegion(this.region, polygon, this.pointer.joins);
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
    if (!this.region) return;
    this.showRegion(null);
    this.sendRegion();
  }

  dispose() {
    this.token++;
    this.points = null;
    cancelAnimationFrame(this.frame);
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

/** Papers in view of each topic, all levels in one array, since rows are those of one table. */
function countTopics(rows, inView, nTopics) {
  const counts = new Uint32Array(nTopics);
  for (const level of LEVELS) {
    for (let i = 0; i < inView.length; i++) if (inView[i]) counts[rows[level][i]]++;
  }
  return counts;
}

function boxOf(element) {
  const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = element;
  return { x0: offsetLeft, y0: offsetTop, x1: offsetLeft + offsetWidth, y1: offsetTop + offsetHeight };
}
