// Words in, the regions whose name or id has them out.
import { names } from './data.js';
import { element, make } from './panel.js';

const MOST_FOUND = 12;

/** Without accents and case, so that `sao` finds São. */
const plain = (text) => String(text ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Lets people look for regions of the level in force; `go` gets the one they choose. */
export function search(folder, level, go) {
  const known = new Map();
  const indexOf = (of) => {
    if (!known.has(of)) known.set(of, names(folder, of).then(indexed));
    return known.get(of);
  };
  element('controls').addEventListener('submit', (event) => event.preventDefault());
  element('search').addEventListener('input', async () => {
    const wanted = plain(element('search').value.trim());
    if (wanted === '') return show([], go);
    const index = await indexOf(level());
    // The person may have typed on meanwhile.
    if (wanted !== plain(element('search').value.trim())) return undefined;
    if (index === null) return show(null, go);
    return show(ranked(index, wanted), go);
  });
}

function indexed(found) {
  return found?.map((region) => ({ ...region, plain: plain(region.properties.region_name), id: plain(region.properties.region_id) })) ?? null;
}

/** Names that begin with the words go before names that hold them. */
function ranked(index, wanted) {
  const begins = index.filter((region) => region.plain.startsWith(wanted) || region.id === wanted);
  const holds = index.filter((region) => !begins.includes(region) && region.plain.includes(wanted));
  return [...begins, ...holds].slice(0, MOST_FOUND);
}

function show(found, go) {
  if (found === null) {
    element('found').replaceChildren(make('li', 'Regions are searched in regions_LEVEL.fgb or .geojson, which are not in the folder.'));
    return;
  }
  const rows = found.map((region) => {
    const { region_name: name, parent_name: parent } = region.properties;
    const [row, button] = [make('li'), make('button', parent ? `${name}, ${parent}` : name)];
    button.type = 'button';
    button.addEventListener('click', () => go(region));
    row.append(button);
    return row;
  });
  const isEmpty = rows.length === 0 && element('search').value.trim() !== '';
  element('found').replaceChildren(...(isEmpty ? [make('li', 'No such region')] : rows));
}
