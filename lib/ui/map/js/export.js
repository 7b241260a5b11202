// The map as a PNG: ground, points at twice the size, names. What belongs to the moment (rings, region) stays away.

const PICTURE_RATIO = 2;

async function savePicture(map, fileName) {
  const { width, height } = map.size;
  const picture = document.createElement("canvas");
  picture.width = width * PICTURE_RATIO;
  picture.height = height * PICTURE_RATIO;
  const pen = picture.getContext("2d");
  pen.fillStyle = toCss(map.theme.paper);
  pen.fillRect(0, 0, picture.width, picture.height);
  // The canvas forgets its picture after the frame: draw and copy go together, then the screen's own size again.
  map.drawPoints(PICTURE_RATIO);
  pen.drawImage(map.elements.canvas, 0, 0, picture.width, picture.height);
  map.drawPoints(window.devicePixelRatio || 1);
  pen.scale(PICTURE_RATIO, PICTURE_RATIO);
  for (const { label, box } of map.labels.placed) writeLabel(pen, label, box, map.theme);
  const blob = await new Promise((resolve) => picture.toBlob(resolve, "image/png"));
  if (blob) offerFile(blob, fileName);
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
