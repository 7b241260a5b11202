// The points themselves, by WebGL 2: one draw call, back to front, each point once; under them the tinted ground.

const OUTSIDE = 0;
const HOLLOW = 1;
const COLORED = 2;
const SELECTED_BIT = 4;
const PALETTE_WIDTH = 256;

const RIMMED_FROM = "2.4";

const VERTEX_SHADER = `#version 300 es
in float a_x;
in float a_y;
in uint a_topic;
in uint a_state;
in float a_fade;
uniform vec2 u_center;
uniform vec2 u_scale;
uniform float u_radius;
uniform float u_opacity;
uniform float u_ratio;
uniform vec3 u_outside;
uniform vec3 u_unassigned;
uniform sampler2D u_palette;
flat out vec4 v_fill;
flat out float v_radius;
flat out float v_extent;
flat out uint v_state;

void main() {
  uint kind = a_state & 3u;
  v_state = a_state;
  v_radius = kind == ${OUTSIDE}u ? max(u_radius * 0.62, 0.8 * u_ratio) : u_radius;
  if (kind == ${OUTSIDE}u) {
    v_fill = vec4(u_outside, min(u_opacity, 0.75) * 0.8);
  } else if (kind == ${HOLLOW}u) {
    v_fill = vec4(u_unassigned, 0.9);
  } else {
    ivec2 place = ivec2(int(a_topic) % ${PALETTE_WIDTH}, int(a_topic) / ${PALETTE_WIDTH});
    v_fill = vec4(texelFetch(u_palette, place, 0).rgb, u_opacity);
  }
  if (a_state >= ${SELECTED_BIT}u) v_fill.a = max(v_fill.a, 0.95);
  // As time is played papers come and go: faded away they look like those outside.
  if (kind != ${OUTSIDE}u) {
    v_fill = mix(v_fill, vec4(u_outside, min(u_opacity, 0.75) * 0.8), a_fade);
    v_radius = mix(v_radius, max(u_radius * 0.62, 0.8 * u_ratio), a_fade);
  }
  // No larger than needed: on machines without a graphics card every pixel of the square counts.
  bool isRimmed = kind == ${COLORED}u && v_radius > ${RIMMED_FROM} * u_ratio;
  v_extent = v_radius + (a_state >= ${SELECTED_BIT}u ? 3.0 : isRimmed ? 0.7 : 0.0) * u_ratio;
  gl_Position = vec4((vec2(a_x, a_y) - u_center) * u_scale, 0.0, 1.0);
  gl_PointSize = 2.0 * v_extent + 1.0;
}`;

const FRAGMENT_SHADER = `#version 300 es
precision highp float;
flat in vec4 v_fill;
flat in float v_radius;
flat in float v_extent;
flat in uint v_state;
uniform float u_ratio;
uniform vec3 u_paper;
uniform vec3 u_accent;
out vec4 o_color;

// How much of a pixel lies within a disc of that radius.
float disc(float distance, float radius) {
  return clamp(radius - distance + 0.5, 0.0, 1.0);
}

void main() {
  float distance = length(gl_PointCoord - 0.5) * (2.0 * v_extent + 1.0);
  float filled = disc(distance, v_radius);
  vec4 color = vec4(v_fill.rgb, 1.0) * v_fill.a * filled;
  if ((v_state & 3u) == ${HOLLOW}u && v_radius > 2.2 * u_ratio) {
    float hole = disc(distance, v_radius - 1.3 * u_ratio);
    color = mix(color, vec4(u_paper, 1.0) * 0.85, hole);
  } else if ((v_state & 3u) == ${COLORED}u && v_radius > ${RIMMED_FROM} * u_ratio) {
    // A thin rim of the ground keeps overlapping points apart.
    float rim = disc(distance, v_radius + 0.7 * u_ratio) - filled;
    color += vec4(u_paper, 1.0) * 0.75 * rim;
  }
  if (v_state >= ${SELECTED_BIT}u) {
    float inner = v_radius + 0.8 * u_ratio;
    float outer = inner + clamp(0.45 * v_radius, 1.1 * u_ratio, 1.8 * u_ratio);
    float gap = disc(distance, inner) - filled;
    float ring = disc(distance, outer) - disc(distance, inner);
    if ((v_state & 3u) == ${OUTSIDE}u) ring *= 0.6;
    color = mix(color, vec4(u_paper, 1.0), gap);
    color = mix(color, vec4(u_accent, 1.0), ring);
  }
  if (color.a < 0.004) discard;
  o_color = color;
}`;

class Renderer {
  constructor(canvas) {
    this.canvas = canvas;
    this.gl = canvas.getContext("webgl2", { antialias: false, depth: false, premultipliedAlpha: true });
    if (!this.gl) throw new MapError("webgl");
    this.count = 0;
    this.build();
  }

  build() {
    const gl = this.gl;
    this.tint = new Tint(gl);
    this.program = linkProgram(gl, VERTEX_SHADER, FRAGMENT_SHADER);
    this.uniforms = uniformsOf(gl, this.program);
    this.vertexArray = gl.createVertexArray();
    this.buffers = Object.fromEntries(["x", "y", "topic", "state", "order"].map((name) => [name, gl.createBuffer()]));
    this.palette = gl.createTexture();
    gl.useProgram(this.program);
    gl.bindVertexArray(this.vertexArray);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.order);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  }

  setPlaces(points) {
    this.fill("x", points.x, (place) => this.gl.vertexAttribPointer(place, 1, this.gl.FLOAT, false, 0, 0));
    this.fill("y", points.y, (place) => this.gl.vertexAttribPointer(place, 1, this.gl.FLOAT, false, 0, 0));
  }

  /** Each point's row of the palette, what it is (kind and selected bit), and the order from back to front. */
  setPapers(rows, state, order) {
    this.fill("topic", rows, (place) => this.gl.vertexAttribIPointer(place, 1, this.gl.UNSIGNED_SHORT, 0, 0));
    this.fill("state", state, (place) => this.gl.vertexAttribIPointer(place, 1, this.gl.UNSIGNED_BYTE, 0, 0));
    this.gl.bufferData(this.gl.ELEMENT_ARRAY_BUFFER, order, this.gl.DYNAMIC_DRAW);
    this.count = order.length;
  }

  /** How far each point has faded, 0 to 255; null: none has. */
  setFades(fades) {
    const place = this.gl.getAttribLocation(this.program, "a_fade");
    this.buffers.fade ??= this.gl.createBuffer();
    if (fades) this.fill("fade", fades, () => this.gl.vertexAttribPointer(place, 1, this.gl.UNSIGNED_BYTE, true, 0, 0));
    else this.gl.disableVertexAttribArray(place);
  }

  fill(name, values, describe) {
    const gl = this.gl;
    const place = gl.getAttribLocation(this.program, `a_${name}`);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[name]);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
    gl.enableVertexAttribArray(place);
    describe(place);
  }

  /** The points' colours by row, and the theme's own. */
  setColors(palette, theme) {
    const gl = this.gl;
    const height = Math.max(1, Math.ceil(palette.length / PALETTE_WIDTH));
    const texels = new Uint8Array(PALETTE_WIDTH * height * 3);
    palette.forEach((color, row) => texels.set(color, row * 3));
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, PALETTE_WIDTH, height, 0, gl.RGB, gl.UNSIGNED_BYTE, texels);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    for (const name of ["outside", "unassigned", "paper", "accent"]) {
      gl.uniform3fv(this.uniforms[`u_${name}`], theme[name].map((value) => value / 255));
    }
  }

  /** Draw at that size in CSS pixels, `ratio` device pixels to each. */
  draw(view, { width, height, ratio, zoom, diameter, opacity }) {
    const gl = this.gl;
    const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== deviceWidth) this.canvas.width = deviceWidth;
    if (this.canvas.height !== deviceHeight) this.canvas.height = deviceHeight;
    gl.viewport(0, 0, deviceWidth, deviceHeight);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const [center, scale] = [[view.cx, view.cy], [2 / view.span, (2 * width) / (view.span * height)]];
    this.tint.draw(center, scale, zoom);
    gl.useProgram(this.program);
    gl.bindVertexArray(this.vertexArray);
    gl.uniform2f(this.uniforms.u_center, ...center);
    gl.uniform2f(this.uniforms.u_scale, ...scale);
    gl.uniform1f(this.uniforms.u_radius, (diameter / 2) * ratio);
    gl.uniform1f(this.uniforms.u_opacity, opacity);
    gl.uniform1f(this.uniforms.u_ratio, ratio);
    gl.drawElements(gl.POINTS, this.count, gl.UNSIGNED_INT, 0);
  }

  dispose() {
    // Browsers allow some sixteen contexts; waiting for the garbage collector would use them up.
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

function linkProgram(gl, vertexShader, fragmentShader) {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertexShader], [gl.FRAGMENT_SHADER, fragmentShader]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new MapError("webgl");
  return program;
}

function uniformsOf(gl, program) {
  const uniforms = {};
  for (let i = 0; i < gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS); i++) {
    const { name } = gl.getActiveUniform(program, i);
    uniforms[name] = gl.getUniformLocation(program, name);
  }
  return uniforms;
}

/** A reason for which there is no map; the text for it stands in dom.js. */
class MapError extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** What each point is, and the order in which they are drawn: outside, unassigned, coloured, selected. */
function arrangePapers(rows, inView, selected) {
  const n = rows.length;
  const state = new Uint8Array(n);
  const layers = new Uint32Array(4);
  const layerOf = (value) => (value & SELECTED_BIT ? 3 : value);
  for (let i = 0; i < n; i++) {
    const kind = !inView[i] ? OUTSIDE : rows[i] === UNASSIGNED ? HOLLOW : COLORED;
    state[i] = kind | (selected[i] ? SELECTED_BIT : 0);
    layers[layerOf(state[i])]++;
  }
  const next = new Uint32Array(4);
  for (let layer = 1; layer < 4; layer++) next[layer] = next[layer - 1] + layers[layer - 1];
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[next[layerOf(state[i])]++] = i;
  return { state, order };
}
