// The map as a picture: ground, points at twice the size, own papers, names, and around them what frame.js makes; as an SVG the
// points are a picture in it and all words text. What belongs to the moment (rings, region) stays away.

const PICTURE_RATIO = 2;

async function savePicture(map) {
  const { width, height } = map.size;
  const frame = map.frameOfPicture();
  const picture = document.createElement("canvas");
  picture.width = width * PICTURE_RATIO;
  picture.height = (frame.above + height + frame.below) * PICTURE_RATIO;
  const pen = picture.getContext("2d");
  pen.fillStyle = toCss(map.theme.paper);
  pen.fillRect(0, 0, picture.width, picture.height);
  drawPointsOn(pen, map, frame.above);
  pen.scale(PICTURE_RATIO, PICTURE_RATIO);
  drawFrame(pen, frame, map.theme);
  pen.translate(0, frame.above);
  for (const { label, box } of map.labels.placed) writeLabel(pen, label, box, map.theme);
  const blob = await new Promise((resolve) => picture.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser made no picture");
  offerFile(blob, `${map.data.picture.file}.png`);
}

function saveDrawing(map) {
  const { width, height } = map.size;
  const frame = map.frameOfPicture();
  const whole = frame.above + height + frame.below;
  const points = document.createElement("canvas");
  points.width = width * PICTURE_RATIO;
  points.height = height * PICTURE_RATIO;
  drawPointsOn(points.getContext("2d"), map, 0);
  const names = map.labels.placed.map(({ label, box }) => labelAsText(label, box, map.theme));
  const drawing = makeSvg("svg", { xmlns: SVG, width, height: whole, viewBox: `0 0 ${width} ${whole}` }, [
    makeSvg("rect", { width, height: whole, fill: toCss(map.theme.paper) }),
    makeSvg("image", { y: frame.above, width, height, href: points.toDataURL("image/png") }),
    ...frameAsSvg(frame, map.theme),
    makeSvg("g", { transform: `translate(0 ${frame.above})` }, names),
  ]);
  const text = new XMLSerializer().serializeToString(drawing);
  offerFile(new Blob([text], { type: "image/svg+xml" }), `${map.data.picture.file}.svg`);
}

/** Copy ground, points and own papers; the canvas forgets its picture after the frame, so draw and copy go together. */
function drawPointsOn(pen, map, above) {
  const { canvas, own } = map.elements;
  const place = [0, above, map.size.width, map.size.height].map((pixels) => pixels * PICTURE_RATIO);
  map.drawPoints(PICTURE_RATIO);
  pen.drawImage(canvas, ...place);
  map.drawPoints(window.devicePixelRatio || 1);
  if (!own.hidden) pen.drawImage(own, ...place);
}

function labelAsText(label, box, theme) {
  const x = (box.x0 + box.x1) / 2;
  const lines = label.lines.map((line, i) => {
    const span = makeSvg("tspan", { x, y: box.y0 + label.lineHeight * (i + 0.5) });
    span.textContent = line;
    return span;
  });
  const text = makeSvg("text", {
    fill: label.color,
    stroke: toCss(theme.paper),
    "stroke-width": 3.5,
    "stroke-linejoin": "round",
    "paint-order": "stroke",
    "text-anchor": "middle",
    "dominant-baseline": "central",
    opacity: label.muted ? 0.5 : 1,
  }, lines);
  text.style.font = label.font;
  return text;
}

function writeLabel(pen, label, box, theme) {
  pen.font = label.font;
  pen.globalAlpha = label.muted ? 0.5 : 1;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3.5;
  pen.strokeStyle = toCss(theme.paper);
  pen.fillStyle = label.color;
  label.lines.forEach((line, i) => {
    const place = [(box.x0 + box.x1) / 2, box.y0 + label.lineHeight * (i + 0.5)];
    pen.strokeText(line, ...place);
    pen.fillText(line, ...place);
  });
  pen.globalAlpha = 1;
}

function offerFile(blob, fileName) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
