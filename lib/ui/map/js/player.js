// Time as an animation: a window slides over the strip of time, in the browser alone. Who has asked their system for less motion
// sees it go in steps. Points follow at each frame, what is counted of them a few times a second.

const PLAY_SECONDS = 16;
const STEP_SECONDS = 1;
const COUNT_REST_MS = 250;
const SPEEDS = [1, 2, 0.5];
const SPEED_WORDS = { 1: "1×", 2: "2×", 0.5: "½×" };
const PLAY_PATH = "M6 3.5v13l10.5-6.5Z";
const PAUSE_PATH = "M6.5 4v12M13.5 4v12";

class Player {
  constructor(strip) {
    this.strip = strip;
    this.frame = 0;
    this.place = null;
    this.countedAt = 0;
    this.speed = SPEEDS[0];
    this.path = makeSvg("path", { d: PLAY_PATH });
    const icon = makeSvg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, [this.path]);
    this.playButton = make("button", "tmap-tool tmap-play", { type: "button" }, [icon]);
    this.speedButton = make("button", "tmap-tool tmap-speed", { type: "button" });
    this.playButton.addEventListener("click", () => this.toggle());
    this.speedButton.addEventListener("click", () => this.setSpeed(SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length]));
    this.buttons = [this.playButton, this.speedButton];
    this.setSpeed(this.speed);
    this.showState();
  }

  /** Whether a window of time is shown, moving or paused. */
  get isOn() {
    return this.place !== null;
  }

  get isSmooth() {
    return this.isOn && !this.steps;
  }

  /** Whether counting can wait, as time goes on and it was done a moment ago; where it cannot, it is done now. */
  letsCountsWait() {
    const now = performance.now();
    if (this.frame && now - this.countedAt < COUNT_REST_MS) return true;
    this.countedAt = now;
    return false;
  }

  setSpeed(speed) {
    this.speed = speed;
    this.speedButton.textContent = SPEED_WORDS[speed];
    nameTool(this.speedButton, `Speed of time: ${SPEED_WORDS[speed]}`);
  }

  showState() {
    this.path.setAttribute("d", this.frame ? PAUSE_PATH : PLAY_PATH);
    nameTool(this.playButton, this.frame ? "Pause" : this.isOn ? "Go on" : "Play through time");
  }

  toggle() {
    if (this.frame) this.rest();
    else this.play();
  }

  play() {
    const { strip } = this;
    if (!strip.bars) return;
    if (!this.isOn) {
      const [from, to] = strip.ends;
      const isWide = to - from > 0.6 * strip.bars.n;
      this.width = Math.max(isWide ? Math.round(strip.bars.n / 8) : Math.round(to - from), 1);
      this.place = 0;
    }
    this.steps = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.last = performance.now();
    this.frame = requestAnimationFrame((now) => this.go(now));
    strip.moveTo(this.place, this.place + this.width);
    this.showState();
  }

  go(now) {
    const { bars } = this.strip;
    const seconds = ((now - this.last) / 1000) * this.speed;
    this.frame = requestAnimationFrame((later) => this.go(later));
    if (this.steps && seconds < STEP_SECONDS) return;
    this.last = now;
    const way = (seconds * bars.n) / PLAY_SECONDS;
    this.place += this.steps ? Math.max(Math.round(way), 1) : way;
    if (this.place + this.width >= bars.n) this.end();
    else this.strip.moveTo(this.place, this.place + this.width);
  }

  pause() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.showState();
  }

  /** Pause, with all counted that is shown. */
  rest() {
    this.pause();
    this.strip.on.brush();
  }

  /** Stop; what happens next says what is shown. */
  stop() {
    this.pause();
    this.place = null;
    this.showState();
  }

  /** At the end the view is as it was before. */
  end() {
    this.stop();
    this.strip.letGo();
  }
}
