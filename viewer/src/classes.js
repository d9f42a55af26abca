// Figures of a region in, its class out: fixed breaks, so that countries can be compared.

export const BREAKS = [0.2, 0.4, 0.6, 0.8];
// ColorBrewer 5-class YlOrRd, which people with color blindness can tell apart.
export const COLORS = ['#ffffb2', '#fecc5c', '#fd8d3c', '#f03b20', '#bd0026'];
// The same for shares of which more is better: YlGnBu.
const COLORS_OF_KNOWN = ['#ffffcc', '#a1dab4', '#41b6c4', '#2c7fb8', '#253494'];
export const NO_SCHOOLS_COLOR = '#e3e6e8';

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
  unknown: { name: 'Unknown', color: '#8c8c8c' },
};

export const colorsOf = (measure) => (measure === 'known_share' ? COLORS_OF_KNOWN : COLORS);

const known = ['+', ['get', 'n_connected'], ['get', 'n_not_connected']];

/** Regions of which so little is known that their share says little; known_share itself needs no such rule. */
export function tooLittleKnown(policy) {
  return [
    'all',
    ['>', ['get', 'n_schools'], 0],
    ['any',
      ['<', known, policy.min_schools],
      ['<', known, ['*', policy.min_known, ['get', 'n_schools']]]],
  ];
}

/** The fill of a region, as an expression of MapLibre. */
export function fillColor(measure) {
  const steps = BREAKS.flatMap((value, index) => [value, colorsOf(measure)[index + 1]]);
  const classed = ['step', ['get', measure], colorsOf(measure)[0], ...steps];
  return ['case', ['==', ['typeof', ['get', measure]], 'number'], classed, NO_SCHOOLS_COLOR];
}

/** The bounds of a class as text. */
export function rangeOf(index) {
  const bounds = [0, ...BREAKS, 1].map((share) => Math.round(share * 100));
  return `${bounds[index]}–${bounds[index + 1]} %`;
}
