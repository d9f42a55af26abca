// Figures of a region in, its class out: fixed breaks, so that countries can be compared.

export const BREAKS = [0.2, 0.4, 0.6, 0.8];
// ColorBrewer 5-class YlOrRd, which people with color blindness can tell apart.
export const COLORS = ['#ffffb2', '#fecc5c', '#fd8d3c', '#f03b20', '#bd0026'];
// The same for shares of which more is better: YlGnBu.
const COLORS_OF_KNOWN = ['#ffffcc', '#a1dab4', '#41b6c4', '#2c7fb8', '#253494'];
// Regions without a class: this ground, and the pattern of layers.js on it.
export const TOO_LITTLE_KNOWN_COLOR = '#ffffff';
export const NO_DATA_COLOR = '#d8dde3';
export const PATTERN_COLOR = '#6e7781';
// The same in the legend: lines and dots.
export const TOO_LITTLE_KNOWN_SWATCH = `repeating-linear-gradient(135deg, ${PATTERN_COLOR} 0 1.5px, ${TOO_LITTLE_KNOWN_COLOR} 1.5px 5px)`;
export const NO_DATA_SWATCH = `radial-gradient(circle, ${PATTERN_COLOR} 1px, ${NO_DATA_COLOR} 1.5px) 0 0 / 5px 5px`;

export const MEASURES = {
  unconnected_share_of_known: 'Not connected, of schools of known status',
  unconnected_share_min: 'Not connected, of all schools (least)',
  unconnected_share_max: 'Not connected or unknown, of all schools (most)',
  known_share: 'Of known status, of all schools',
};

// Okabe and Ito's colors: safe for color blindness.
export const STATUS = {
  not_connected: { name: 'Not connected', color: '#d55e00' },
  connected: { name: 'Connected', color: '#0072b2' },
  unknown: { name: 'Unknown', color: '#87909a' },
};

// Schools together, by the share that is not connected of those of known status; the middle is no status's color.
export const TOGETHER = [STATUS.connected.color, '#fbf6ea', STATUS.not_connected.color];

export const colorsOf = (measure) => (measure === 'known_share' ? COLORS_OF_KNOWN : COLORS);

const known = ['+', ['get', 'n_connected'], ['get', 'n_not_connected']];

/** Regions of which so little is known that their share says little; known_share itself needs no such rule. */
export function tooLittleKnown(policy) {
  return ['any', ['<', known, policy.min_schools], ['<', known, ['*', policy.min_known, ['get', 'n_schools']]]];
}

/** Regions without a share: there is nothing to divide by. */
export const hasNoShare = (measure) => ['!=', ['typeof', ['get', measure]], 'number'];

/** The fill of a region, as an expression of MapLibre. */
export function fillColor(measure, policy) {
  const steps = BREAKS.flatMap((value, index) => [value, colorsOf(measure)[index + 1]]);
  const classed = ['step', ['get', measure], colorsOf(measure)[0], ...steps];
  const known = measure === 'known_share' ? classed : ['case', tooLittleKnown(policy), TOO_LITTLE_KNOWN_COLOR, classed];
  return ['case', hasNoShare(measure), NO_DATA_COLOR, known];
}

/** The bounds of a class as text. */
export function rangeOf(index) {
  const bounds = [0, ...BREAKS, 1].map((share) => Math.round(share * 100));
  return `${bounds[index]}–${bounds[index + 1]} %`;
}
