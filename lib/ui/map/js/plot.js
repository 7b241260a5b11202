// plotly.js for what it does well: moving, zooming by a box (Shift), lasso and box. It draws one trace of two invisible points;
// the papers are drawn under it, by renderer.js.

const PLOT_CONFIG = {
  displayModeBar: false,
  scrollZoom: false,
  doubleClick: false,
  responsive: false,
  // Its handles along the rim would zoom one axis.
  showAxisDragHandles: false,
};

class Plot {
  /** `on` has { view(view), settled(view), region(kind, xs, ys) }. */
  constructor(Plotly, element, on) {
    this.Plotly = Plotly;
    this.element = element;
    this.on = on;
    this.mode = "pan";
  }

  async start(view, size, extent, accent) {
    const corners = { x: [extent.x0, extent.x1], y: [extent.y0, extent.y1] };
    const trace = { ...corners, type: "scatter", mode: "markers", marker: { opacity: 0 }, hoverinfo: "skip" };
    await this.Plotly.newPlot(this.element, [trace], this.layout(view, size, accent), PLOT_CONFIG);
    this.element.on("plotly_relayouting", (event) => this.on.view(viewOf(this.rangesIn(event))));
    this.element.on("plotly_relayout", () => this.on.settled(viewOf(this.rangesIn({}))));
    this.element.on("plotly_selected", (event) => this.takeRegion(event));
  }

  layout(view, { width, height }, accent) {
    const { x, y } = rangesOf(view, width, height);
    const line = { color: accent, width: 1.5, dash: "4px,3px" };
    return {
      width,
      height,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      xaxis: { visible: false, range: x },
      yaxis: { visible: false, range: y, scaleanchor: "x" },
      paper_bgcolor: "rgba(0, 0, 0, 0)",
      plot_bgcolor: "rgba(0, 0, 0, 0)",
      hovermode: false,
      dragmode: this.mode,
      showlegend: false,
      newselection: { line },
      activeselection: { fillcolor: "rgba(0, 0, 0, 0)", opacity: 0 },
    };
  }

  /** Ranges while they change are told in the event, those at rest stand in the layout. */
  rangesIn(event) {
    const { layout } = this.element;
    const range = (axis) => [0, 1].map((end) => event[`${axis}.range[${end}]`] ?? event[`${axis}.range`]?.[end] ?? layout[axis].range[end]);
    return { x: range("xaxis"), y: range("yaxis") };
  }

  takeRegion(event) {
    const corners = event?.lassoPoints ?? event?.range;
    if (!corners?.x) return;
    const { x, y } = corners;
    if (event.lassoPoints) this.on.region("lasso", x, y);
    else this.on.region("box", [x[0], x[1], x[1], x[0]], [y[0], y[0], y[1], y[1]]);
    // Our own outline stays; plotly's, with its handles, goes once it is done with the event.
    setTimeout(() => this.relayout({ selections: [] }));
  }

  setView(view, { width, height }) {
    const { x, y } = rangesOf(view, width, height);
    const resized = this.element.layout?.width === width && this.element.layout.height === height ? {} : { width, height };
    return this.relayout({ "xaxis.range": x, "yaxis.range": y, ...resized });
  }

  setMode(mode) {
    this.mode = mode;
    return this.relayout({ dragmode: mode });
  }

  setAccent(accent) {
    return this.relayout({ "newselection.line.color": accent });
  }

  relayout(change) {
    return this.element.data ? this.Plotly.relayout(this.element, change) : undefined;
  }

  dispose() {
    this.Plotly.purge(this.element);
  }
}
