// Figures in, text beside the map out. Names and values are data: they become text, never markup.
import { MEASURES, NO_DATA_SWATCH, STATUS, TOGETHER, TOO_LITTLE_KNOWN_SWATCH, colorsOf, rangeOf } from './classes.js';

export const element = (id) => document.getElementById(id);

/** An element with text. */
export function make(tag, text = '', className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

const number = new Intl.NumberFormat('en');
const percent = (share) => (typeof share === 'number' ? `${(share * 100).toFixed(1)} %` : 'not known');

/** The shares of the country, with their denominators. */
export function showHeadline(report) {
  const { connected, not_connected: without, unknown } = report.status;
  const { unconnected_share_of_known: share } = report.national;
  element('headline').textContent = `${number.format(without)} of ${number.format(connected + without)} schools of known status `
    + `(${percent(share)}) are not connected; of ${number.format(unknown)} more nothing is known.`;
}

/** The classes of a measure. */
export function showLegend(measure, policy, hasTiles) {
  const rows = colorsOf(measure).map((color, index) => legendRow(color, rangeOf(index)));
  const notes = [legendRow(NO_DATA_SWATCH, 'No data: nothing to divide by')];
  if (hasTiles) {
    notes.push(
      legendRow(`linear-gradient(90deg, ${TOGETHER.join(', ')})`, 'Circles: schools together, from all connected to none, of known status; gray: none known'),
      legendRow('', 'Squares: several small regions together; zoom in for each'),
    );
  }
  if (measure !== 'known_share') {
    notes.unshift(legendRow(TOO_LITTLE_KNOWN_SWATCH, `Too little known (fewer than ${policy.min_schools} schools of known status, or under ${Math.round(policy.min_known * 100)}\u00a0%)`));
  }
  element('legend').replaceChildren(make('h2', MEASURES[measure]), ...rows, ...notes);
}

function legendRow(color, text) {
  const row = make('div');
  if (color !== '') {
    const swatch = make('span', '', 'swatch');
    swatch.style.background = color;
    row.append(swatch);
  }
  row.append(text);
  return row;
}

/** The boxes that choose statuses. */
export function statusBoxes(chosen, changed) {
  const boxes = Object.entries(STATUS).map(([word, { name, color }]) => {
    const [label, box, dot] = [make('label'), make('input'), make('span', '', 'swatch dot')];
    box.type = 'checkbox';
    box.value = word;
    box.checked = chosen.includes(word);
    dot.style.background = color;
    label.append(box, ' ', dot, name);
    return { box, label };
  });
  element('status').append(...boxes.map(({ label }) => label));
  element('status').addEventListener('change', () =>
    changed(boxes.filter(({ box }) => box.checked).map(({ box }) => box.value)));
}

/** Fills a list of choices. */
export function options(id, entries, chosen, changed) {
  const made = entries.map(([value, text]) => {
    const option = make('option', text);
    option.value = value;
    return option;
  });
  element(id).replaceChildren(...made);
  element(id).value = chosen;
  element(id).addEventListener('change', () => changed(element(id).value));
}

/** The figures of a region, or of regions that are drawn together. */
export function showRegion(properties) {
  const many = properties.n_regions > 1;
  const title = many ? `${properties.n_regions} regions, too small to be drawn here` : (properties.name ?? properties.region_name ?? '(no name)');
  const id = properties.id ?? properties.region_id;
  showDetails(title, [
    ['Part of', properties.parent_name],
    ['Id', many ? undefined : id],
    ['Schools', count(properties.n_schools)],
    ['Connected', count(properties.n_connected)],
    ['Not connected', count(properties.n_not_connected)],
    ['Unknown', count(properties.n_unknown)],
    ...Object.entries(MEASURES).map(([key, name]) => [name, percent(properties[key])]),
  ]);
}

/** What is known of a school, or of a group of schools. */
export function showSchool(properties) {
  if (properties.n_schools !== undefined) {
    showDetails(`${number.format(properties.n_schools)} schools`, [
      ...Object.entries(STATUS).map(([word, { name }]) => [name, count(properties[`n_${word}`])]),
      ['', 'Zoom in to see each'],
    ]);
    return;
  }
  const given = [
    ['Id', properties.id ?? properties.school_id_giga ?? properties.school_id_govt],
    ['Status', STATUS[properties.connectivity_status]?.name],
    ['Connection', properties.connectivity],
    ['Seen online', yesNo(properties.is_rt_connected)],
    ['Level', properties.education_level],
    ['Students', count(properties.num_students)],
    ['Download, Mbit/s', properties.download_mbps_median],
  ];
  showDetails(properties.name ?? properties.school_name ?? '(no name)', given);
}

const count = (value) => (typeof value === 'number' ? number.format(value) : undefined);
const yesNo = (value) => (value === undefined ? undefined : value ? 'yes' : 'no');

function showDetails(title, rows) {
  const list = make('dl');
  for (const [name, value] of rows) {
    if (value === undefined || value === null || value === '') continue;
    list.append(make('dt', name), make('dd', String(value)));
  }
  element('details').replaceChildren(make('h2', title), list);
}

/** Tells of something, or of nothing. */
export function notice(text) {
  element('notice').textContent = text;
}

/** Names the inputs. */
export function showSources(report) {
  const files = [...report.inputs.schools, ...report.inputs.regions].map((input) => input.file);
  element('sources').textContent = `From ${[...new Set(files)].join(', ')}. Made by schoolreach ${report.version}.`;
}
