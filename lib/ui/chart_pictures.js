// Saves a chart of this page as a picture: as it is drawn now, on the page's ground, its title above it, and below it
// what it is drawn from.

const PNG_SCALE = 2;
const EDGE = 12;
const TITLE = { size: 16, room: 36 };
const NOTE = { size: 12, line: 16 };

export default function ({ data, parentElement }) {
  const status = parentElement.querySelector("span");
  for (const button of parentElement.querySelectorAll("button")) {
    button.onclick = async () => {
      status.textContent = "Drawing the picture …";
      try {
        await savePicture(data, button);
        status.textContent = "";
      } catch {
        status.textContent = "The picture could not be made: reload the page and try again.";
      }
    };
  }
}

async function savePicture(data, button) {
  const chart = document.querySelector(`.st-key-${CSS.escape(data.chart)} .js-plotly-plot`);
  const Plotly = await loadPlotly(data.plotly_url);
  const style = getComputedStyle(button);
  const colors = { ground: style.getPropertyValue("--st-background-color"), text: style.getPropertyValue("--st-text-color") };
  const figure = pictureOf(chart, data, colors);
  const { width, height } = figure.layout;
  const format = button.value;
  const address = await Plotly.toImage(figure, { format, width, height, scale: format === "png" ? PNG_SCALE : 1 });
  const blob = await (await fetch(address)).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${data.file}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** The figure with room for its title and notes added around it, so that the chart itself is as large as on the page. */
function pictureOf(chart, { title, notes }, colors) {
  const { _size: room, height, font } = chart._fullLayout;
  const width = Math.round(chart._fullLayout.width);
  const layout = structuredClone(chart.layout);
  const lines = notes.flatMap((note) => wrapped(note, width - 2 * EDGE, `${NOTE.size}px ${font.family}`));
  const below = lines.length * NOTE.line + 2 * EDGE;
  layout.width = width;
  layout.height = height + TITLE.room + below;
  layout.autosize = false;
  layout.margin = { ...layout.margin, l: room.l, r: room.r, t: room.t + TITLE.room, b: room.b + below };
  layout.paper_bgcolor = layout.plot_bgcolor = colors.ground;
  layout.font = { ...layout.font, color: colors.text };
  layout.title = {
    text: plain(title),
    font: { size: TITLE.size },
    x: 0,
    xref: "container",
    xanchor: "left",
    y: 1,
    yref: "container",
    yanchor: "top",
    pad: { l: EDGE, t: EDGE },
  };
  layout.annotations = [
    ...(layout.annotations ?? []),
    {
      text: lines.map(plain).join("<br>"),
      font: { size: NOTE.size },
      align: "left",
      showarrow: false,
      x: 0,
      xref: "paper",
      xanchor: "left",
      xshift: EDGE - room.l,
      y: 0,
      yref: "paper",
      yanchor: "top",
      yshift: -room.b - EDGE,
    },
  ];
  return { data: structuredClone(chart.data), layout };
}

/** Break a text between words into lines of at most so many pixels. */
function wrapped(text, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Text as data: plotly.js reads a small HTML in titles. */
function plain(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
