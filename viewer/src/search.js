// Words in, the regions whose name or id has them out.
import { names } from './data.js';
import { element, make } from './panel.js';

const MOST_FOUND = 12;

/** Without accents and case, so that `sao` finds São. */
const plain = (text) => String(text ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Lets people look for regions of the level in force; `go` gets the one they choose. Returns what looks again. */
export function search(folder, level, go) {
  const known = new Map();
  const indexOf = (of) => {
    if (!known.has(of)) known.set(of, names(folder, of).then(indexed));
    return known.get(of);
  };
  element('controls').addEventListener('submit', (event) => event.preventDefault());
  const look = async () => {
    const [wanted, of] = [plain(element('search').value.trim()), level()];
    if (wanted === '') return element('found').replaceChildren();
    const index = await indexOf(of).catch((error) => {
      known.delete(of);
      return error;
    });
    // The person may have typed on or chosen another level meanwhile.
    if (wanted !== plain(element('search').value.trim()) || of !== level()) return undefined;
    if (index === null) return tell('Regions are searched in regions_LEVEL.fgb or .geojson, which are not in the folder.');
    if (index instanceof Error) return tell(`Regions cannot be searched: ${index.message}`);
    return show(ranked(index, wanted), go);
  };
  element('search').addEventListener('input', look);
  return look;
}

const tell = (text) => element('found').replaceChildren(make('li', text));

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
  if (found.length === 0) return tell('No such region');
  const rows = found.map((region) => {
    const { region_name: name, region_id: id, parent_name: parent } = region.properties;
    const [row, button] = [make('li'), make('button')];
    button.type = 'button';
    // Each text is by itself, whatever direction it is written in.
    button.append(make('bdi', name ?? id ?? '(no name)'), ...(parent ? [', ', make('bdi', parent)] : []));
    button.addEventListener('click', () => go(region));
    row.append(button);
    return row;
  });
  return element('found').replaceChildren(...rows);
}
