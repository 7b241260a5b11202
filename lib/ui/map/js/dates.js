// The papers' dates, as days from 1970-01-01, and the bars in which the strip of time counts them. A date stands for an interval:
// that of a paper known to the year is the whole year.

const NO_DAY = 0x7fffffff;
const DAY_MS = 86400000;
const MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
// Months in a bar: the least that gives no more bars than this.
const BAR_STEPS = [1, 3, 12, 24, 60, 120, 600];
const MOST_BARS = 120;

const datesByUrl = new Map();

function loadDates(url) {
  return remember(datesByUrl, url, KEPT_ATLASES, async () => {
    const response = await fetch(new URL(url, location.origin));
    if (!response.ok) throw new Error(`dates: status ${response.status}`);
    return readDates(await response.arrayBuffer());
  });
}

/** Read the format of lib/server/dates.py: first and last day of each paper's date, NO_DAY where it has none. */
function readDates(buffer) {
  const head = new DataView(buffer);
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, 4));
  const n = head.getUint32(4, true);
  if (magic !== "TAD1" || buffer.byteLength !== 12 + 3 * n) throw new Error("dates: not the expected format");
  const base = head.getInt32(8, true);
  const low = new Uint16Array(buffer, 12, n);
  const high = new Uint8Array(buffer, 12 + 2 * n, n);
  const first = new Int32Array(n).fill(NO_DAY);
  const last = new Int32Array(n).fill(NO_DAY);
  for (let i = 0; i < n; i++) {
    const exactTo = high[i] & 3;
    if (!exactTo) continue;
    first[i] = last[i] = base + low[i] + ((high[i] >> 2) << 16);
    if (exactTo < 3) last[i] = firstDay(monthOf(first[i]) + (exactTo === 2 ? 1 : 12)) - 1;
  }
  return { n, first, last };
}

/** A day's month, counted from January of year 0 (Hinnant's civil_from_days, howardhinnant.github.io/date_algorithms.html). */
function monthOf(day) {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const year = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  // Its years begin in March.
  return (year + era * 400) * 12 + Math.floor((5 * dayOfYear + 2) / 153) + 2;
}

/** The first day of a month. */
function firstDay(month) {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
}

/** Bars over all dates, null if there are none: { step (months), start (month), n, edges (n + 1 days), first, last (bar by paper) }. */
function makeBars(dates) {
  let [low, high, nDated, nYears] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < dates.n; i++) {
    if (dates.first[i] === NO_DAY) continue;
    nDated++;
    if (dates.last[i] - dates.first[i] > 31) nYears++;
    if (dates.first[i] < low) low = dates.first[i];
    if (dates.last[i] > high) high = dates.last[i];
  }
  if (!nDated) return null;
  // Where most papers are known to the year alone, a bar a month would leave them out.
  const steps = nYears > nDated / 2 ? BAR_STEPS.filter((step) => step >= 12) : BAR_STEPS;
  const [from, to] = [monthOf(low), monthOf(high)];
  const startAt = (step) => Math.floor(from / step) * step;
  const barsAt = (step) => Math.floor((to - startAt(step)) / step) + 1;
  const step = steps.find((step) => barsAt(step) <= MOST_BARS) ?? steps.at(-1);
  const [start, n] = [startAt(step), barsAt(step)];
  const edges = Float64Array.from({ length: n + 1 }, (_, bar) => firstDay(start + bar * step));
  const barOf = (day) => (day === NO_DAY ? -1 : Math.floor((monthOf(day) - start) / step));
  return { step, start, n, edges, nDated, first: Int16Array.from(dates.first, barOf), last: Int16Array.from(dates.last, barOf) };
}

/** Papers in each bar, of all (mask null) or of some; one whose date is wider than a bar is in none of them. */
function countBars(bars, mask) {
  const counts = new Uint32Array(bars.n);
  for (let i = 0; i < bars.first.length; i++) {
    if (bars.first[i] >= 0 && bars.first[i] === bars.last[i] && (!mask || mask[i])) counts[bars.first[i]]++;
  }
  return counts;
}

/** Of the papers of a mask those whose dates overlap { from, to } (days, both included), undated ones if they are wanted. */
function overlapping(dates, mask, { from, to }, hasUndated) {
  const kept = new Uint8Array(dates.n);
  for (let i = 0; i < dates.n; i++) {
    if (!mask[i]) continue;
    kept[i] = dates.first[i] === NO_DAY ? Number(hasUndated) : Number(dates.last[i] >= from && dates.first[i] <= to);
  }
  return kept;
}

/** How far each paper has faded, 0 to 255, near the ends of { from, to }: over `edge` days it comes and goes. */
function fadesNear(dates, { from, to }, edge) {
  const fades = new Uint8Array(dates.n);
  for (let i = 0; i < dates.n; i++) {
    const inside = Math.min(to - dates.first[i], dates.last[i] - from);
    if (dates.first[i] !== NO_DAY && inside < edge) fades[i] = 255 * (1 - Math.max(inside, 0) / edge);
  }
  return fades;
}

/** Where a day stands among the bars, 0 to n, in parts of bars. */
function placeOfDay(bars, day) {
  const bar = Math.min(Math.max(Math.floor((monthOf(day) - bars.start) / bars.step), 0), bars.n - 1);
  const part = (day - bars.edges[bar]) / (bars.edges[bar + 1] - bars.edges[bar]);
  return bar + Math.min(Math.max(part, 0), 1);
}

function dayOfPlace(bars, place) {
  const bar = Math.min(Math.floor(place), bars.n - 1);
  return Math.round(bars.edges[bar] + (place - bar) * (bars.edges[bar + 1] - bars.edges[bar]));
}

/** Two days as lib/core/dates.py reads them: years where bars are of whole years, else months. */
function writeBound(bars, day) {
  const month = monthOf(day);
  const year = String(Math.floor(month / 12)).padStart(4, "0");
  return bars.step % 12 ? `${year}-${String((month % 12) + 1).padStart(2, "0")}` : year;
}

/** Two days in words: `2021`, `2021 to 2024`, `Jan 2023 to Jun 2024`, `12 Mar 2024 to Jun 2024`. */
function rangeInWords({ from, to }) {
  const [start, end] = [monthOf(from), monthOf(to)];
  const [isFirst, isLast] = [from === firstDay(start), to === firstDay(end + 1) - 1];
  const month = (value) => `${MONTH_NAMES[value % 12]} ${Math.floor(value / 12)}`;
  const exact = (day, value) => `${day - firstDay(value) + 1} ${month(value)}`;
  const isYears = isFirst && isLast && start % 12 === 0 && end % 12 === 11;
  const words = isYears
    ? [start, end].map((value) => String(Math.floor(value / 12)))
    : [isFirst ? month(start) : exact(from, start), isLast ? month(end) : exact(to, end)];
  return words[0] === words[1] ? words[0] : words.join(" to ");
}
