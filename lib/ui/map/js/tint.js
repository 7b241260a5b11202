// The ground under the points, tinted where many lie, so that the map's shape shows before its points do: papers in view are
// counted on a grid by their area's colour, the grid is smoothed and drawn as one picture.

const TINT_GRID = 160;
const TINT_MARGIN = 0.12;
const FEWEST_TINTED = 200;
const TINT_ALPHA = { light: 0.25, dark: 0.28 };
// Grey ground would take the points' own colours their light.
const PLAIN_SHARE = 0.4;
// From this zoom on there is nothing left of it: near by, points have room.
const TINT_GONE_AT = 10;

const TINT_VERTEX = `#version 300 es
in vec2 a_corner;
uniform vec2 u_center;
uniform vec2 u_scale;
uniform vec2 u_low;
uniform float u_side;
out vec2 v_place;
void main() {
  v_place = a_corner;
  gl_Position = vec4((u_low + a_corner * u_side - u_center) * u_scale, 0.0, 1.0);
}`;

const TINT_FRAGMENT = `#version 300 es
precision mediump float;
in vec2 v_place;
uniform sampler2D u_tint;
uniform float u_alpha;
out vec4 o_color;
void main() {
  o_color = texture(u_tint, v_place) * u_alpha;
}`;

class Tint {
  constructor(gl) {
    this.gl = gl;
    this.program = linkProgram(gl, TINT_VERTEX, TINT_FRAGMENT);
    this.uniforms = uniformsOf(gl, this.program);
    this.vertexArray = gl.createVertexArray();
    this.texture = gl.createTexture();
    this.square = null;
    gl.bindVertexArray(this.vertexArray);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    const place = gl.getAttribLocation(this.program, "a_corner");
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, 2, gl.FLOAT, false, 0, 0);
  }

  /** Tint the places of points in view; `colors` are by area, null for one colour, that of the text. */
  set(points, inView, colors, theme) {
    const counted = countOf(inView) < FEWEST_TINTED ? null : countCells(points, inView, colors, theme.text);
    this.square = counted?.square ?? null;
    if (!counted) return;
    const { gl } = this;
    this.alpha = TINT_ALPHA[theme.isDark ? "dark" : "light"] * (colors ? 1 : PLAIN_SHARE);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, TINT_GRID, TINT_GRID, 0, gl.RGBA, gl.UNSIGNED_BYTE, tintTexels(counted));
    for (const [name, value] of [["MIN_FILTER", "LINEAR"], ["MAG_FILTER", "LINEAR"], ["WRAP_S", "CLAMP_TO_EDGE"], ["WRAP_T", "CLAMP_TO_EDGE"]]) {
      gl.texParameteri(gl.TEXTURE_2D, gl[`TEXTURE_${name}`], gl[value]);
    }
    gl.activeTexture(gl.TEXTURE0);
  }

  draw(center, scale, zoom) {
    const strength = 1 - Math.log(Math.max(zoom, 1)) / Math.log(TINT_GONE_AT);
    if (!this.square || strength <= 0) return;
    const { gl, uniforms } = this;
    gl.useProgram(this.program);
    gl.bindVertexArray(this.vertexArray);
    gl.uniform2f(uniforms.u_center, ...center);
    gl.uniform2f(uniforms.u_scale, ...scale);
    gl.uniform2f(uniforms.u_low, this.square.x, this.square.y);
    gl.uniform1f(uniforms.u_side, this.square.side);
    gl.uniform1f(uniforms.u_alpha, this.alpha * strength);
    gl.uniform1i(uniforms.u_tint, 1);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }
}

/** Points in view by cell, and the sums of their areas' colours; cells are those of a square around the whole layout. */
function countCells(points, inView, colors, plain) {
  const { x0, x1, y0, y1 } = points.extent;
  const side = Math.max(x1 - x0, y1 - y0, 1e-9) * (1 + 2 * TINT_MARGIN);
  const square = { side, x: (x0 + x1 - side) / 2, y: (y0 + y1 - side) / 2 };
  const cells = Array.from({ length: 4 }, () => new Float32Array(TINT_GRID * TINT_GRID));
  const [weight, ...channels] = cells;
  const rows = points.rows.top;
  let n = 0;
  for (let i = 0; i < points.n; i++) {
    if (!inView[i] || Number.isNaN(points.x[i])) continue;
    const column = Math.floor(((points.x[i] - square.x) / side) * TINT_GRID);
    const cell = Math.floor(((points.y[i] - square.y) / side) * TINT_GRID) * TINT_GRID + column;
    const color = (colors && rows[i] !== UNASSIGNED && colors[rows[i]]) || plain;
    weight[cell]++;
    for (let channel = 0; channel < 3; channel++) channels[channel][cell] += color[channel];
    n++;
  }
  return { square, weight, channels, n };
}

/** Smoothed cells as premultiplied colours: half as strong as can be at a third of the density in which points usually lie. */
function tintTexels({ weight, channels, n }) {
  // Few points are smoothed more widely: about as far as one is from the next.
  const radius = Math.round(Math.min(Math.max((1.1 * TINT_GRID) / Math.sqrt(n), 2), 6));
  const counts = weight.slice();
  const [soft, ...colors] = [weight, ...channels].map((cells) => smoothed(cells, radius));
  const half = counts.reduce((sum, count, cell) => sum + count * soft[cell], 0) / n / 3;
  const texels = new Uint8ClampedArray(4 * TINT_GRID * TINT_GRID);
  for (let cell = 0; cell < soft.length; cell++) {
    if (soft[cell] <= 0) continue;
    const alpha = 1 - 2 ** (-soft[cell] / half);
    for (let channel = 0; channel < 3; channel++) texels[4 * cell + channel] = (colors[channel][cell] / soft[cell]) * alpha;
    texels[4 * cell + 3] = 255 * alpha;
  }
  return texels;
}

/** Three means over boxes, one after the other, are nearly a Gaussian. What is given is written over. */
function smoothed(cells, radius) {
  let [from, to] = [cells, new Float32Array(cells.length)];
  for (const [step, line] of [[1, TINT_GRID], [TINT_GRID, 1], [1, TINT_GRID], [TINT_GRID, 1], [1, TINT_GRID], [TINT_GRID, 1]]) {
    for (let i = 0; i < TINT_GRID; i++) meanAlong(from, to, i * line, step, radius);
    [from, to] = [to, from];
  }
  return from;
}

function meanAlong(from, to, start, step, radius) {
  let sum = 0;
  const at = (i) => (i >= 0 && i < TINT_GRID ? from[start + i * step] : 0);
  for (let i = -radius; i < radius; i++) sum += at(i);
  for (let i = 0; i < TINT_GRID; i++) {
    sum += at(i + radius);
    to[start + i * step] = sum / (2 * radius + 1);
    sum -= at(i - radius);
  }
}
