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

/** The classes of a measure, and what else is drawn. */
export function showLegend({ policy, tiles }, { level, measure }) {
  const rows = colorsOf(measure).map((color, index) => legendRow(swatch(color), rangeOf(index)));
  if (measure !== 'known_share') {
    const known = `fewer than ${policy.min_schools} schools of known status, or under ${Math.round(policy.min_known * 100)}\u00a0%`;
    rows.push(legendRow(swatch(TOO_LITTLE_KNOWN_SWATCH), `Too little known: ${known}`));
  }
  rows.push(legendRow(swatch(NO_DATA_SWATCH), 'No data: nothing to divide by'));
  if (tiles?.levels.find((of) => of.level === level)?.regions_from_zoom > 0) {
    rows.push(legendRow(swatch('', 'square'), 'Several small regions; zoom in for each'));
  }
  if (tiles?.schools_from_zoom > 0) {
    const colors = `linear-gradient(90deg, ${TOGETHER.join(', ')})`;
    rows.push(legendRow(swatch(colors, 'group'), 'Several schools, from all connected to none, of known status (gray: none known); zoom in for each'));
  }
  element('legend').replaceChildren(make('h2', MEASURES[measure]), ...rows);
}

function swatch(background, kind = '') {
  const made = make('span', '', `swatch ${kind}`);
  made.style.background = background;
  return made;
}

function legendRow(sample, text) {
  const row = make('div');
  row.append(sample, make('span', text));
  return row;
}

/** The boxes that choose statuses. */
export function statusBoxes(chosen, changed) {
  const boxes = Object.entries(STATUS).map(([word, { name, color }]) => {
    const [label, box] = [make('label'), make('input')];
    box.type = 'checkbox';
    box.value = word;
    box.checked = chosen.includes(word);
    label.append(box, ' ', swatch(color, 'dot'), name);
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
  // It may be out of sight, on a narrow screen above all.
  element('details').scrollIntoView({ block: 'nearest' });
}

/** Tells of no region or school. */
export function hideDetails() {
  element('details').replaceChildren();
}

const notices = new Map();

/** Tells what is the matter with something, or that nothing is any more. */
export function notice(something, text) {
  notices.set(something, text);
  element('notice').replaceChildren(...[...notices.values()].filter((told) => told !== '').map((told) => make('p', told)));
}

/** Names the inputs, and where the basemap is from. */
export function showSources(report, basemap) {
  const files = new Set([...report.inputs.schools, ...report.inputs.regions].map((input) => input.file));
  const names = [...files].flatMap((file) => [', ', make('bdi', file)]).slice(1);
  const below = basemap === null ? '' : ` Basemap from ${new URL(basemap).host}.`;
  element('sources').replaceChildren('From ', ...names, `. Made by schoolreach ${report.version}.${below}`);
}
