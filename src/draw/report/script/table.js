// The table of regions, a page at a time: 40,000 rows would keep a browser busy for long.

const PAGE_ROWS = 50;
const table = byId("figures");
const ratio = (key) => {
  const measure = MEASURES.find((one) => one.key === key);
  return { key, of: (level, row) => valueOf(measure, level, row), show: share };
};
const number = (key) => ({ key, of: (level, row) => level[key][row], show: key.includes("mbps") ? decimal : count });
const COLUMNS = [
  { key: "region_name", of: (level, row) => level.name[row], isText: true },
  { key: "parent_name", of: parentOf, isText: true },
  ...["n_schools", "n_connected", "n_not_connected", "n_unknown"].map(number),
  ...["known_share", "unconnected_share_of_known", "unconnected_share_min", "unconnected_share_max"].map(ratio),
  ...["n_students_not_connected", "download_mbps_median"].filter((key) => data.national[key]).map(number),
];
const columns = () => COLUMNS.filter((column) => column.key !== "parent_name" || now.level.parents.length > 0);
const FILTERS = {
  all: () => true,
  ranked: isEnough,
  little: isLittleKnown,
  empty: (level, row) => level.n_schools[row] === 0,
};

// What is searched, once for each level.
const folded = (value) => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const searched = (level) => (level.searched ??= rowsOf(level).map((row) =>
  folded(`${level.name[row]}\n${level.id[row]}\n${parentOf(level, row)}`)));
// The order of texts in the language, once for each level and column.
const collator = new Intl.Collator(data.language, { numeric: true });
const places = (level, column) => {
  level.places ??= {};
  return (level.places[column.key] ??= (() => {
    const values = rowsOf(level).map((row) => column.of(level, row));
    const place = new Map([...new Set(values)].sort(collator.compare).map((value, index) => [value, index]));
    return values.map((value) => place.get(value));
  })());
};
const sortedRows = () => {
  const { level, sort, show } = now;
  const wanted = folded(now.query.trim());
  const rows = rowsOf(level).filter((row) =>
    FILTERS[show](level, row) && (wanted === "" || searched(level)[row].includes(wanted)));
  const column = COLUMNS.find((one) => one.key === sort.column);
  const values = column.isText ? places(level, column) : rowsOf(level).map((row) => column.of(level, row));
  // What is not known comes last, whichever way the rest goes.
  return rows.sort((a, b) => {
    const [x, y] = [values[a], values[b]];
    if (x === y) return a - b;
    if (x === null || y === null) return x === null ? 1 : -1;
    return sort.falling ? y - x : x - y;
  });
};

const heading = (column) => {
  const isSorted = now.sort.column === column.key;
  const sort = button(text("column_" + column.key), () => {
    now.sort = { column: column.key, falling: isSorted ? !now.sort.falling : !column.isText };
    now.page = 0;
    drawTable();
    table.querySelector(`[data-column="${column.key}"]`).focus();
  });
  sort.dataset.column = column.key;
  const direction = now.sort.falling ? "descending" : "ascending";
  return element("th", { scope: "col", "aria-sort": isSorted ? direction : "none", class: column.isText ? "" : "number" }, sort);
};
const line = (level, row) => element("tr", { "data-row": row, class: row === now.chosen ? "chosen" : "" },
  ...columns().map((column, index) => {
    const value = column.of(level, row);
    if (index === 0) return element("th", { scope: "row" }, button(named(value), () => choose(row)));
    return column.isText ? element("td", {}, named(value)) : element("td", { class: "number" }, column.show(value));
  }));
const drawTable = () => {
  const { level } = now;
  const rows = sortedRows();
  const pages = Math.max(Math.ceil(rows.length / PAGE_ROWS), 1);
  now.page = Math.min(Math.max(now.page, 0), pages - 1);
  const first = now.page * PAGE_ROWS;
  table.caption.textContent = text("table_caption", { level: level.level });
  table.tHead.replaceChildren(element("tr", {}, ...columns().map(heading)));
  table.tBodies[0].replaceChildren(...rows.slice(first, first + PAGE_ROWS).map((row) => line(level, row)));
  byId("count").textContent = text("table_count", { shown: count(rows.length), all: count(level.name.length) });
  byId("page").textContent = text("table_page", { page: count(now.page + 1), pages: count(pages) });
  byId("previous").disabled = now.page === 0;
  byId("next").disabled = now.page === pages - 1;
  byId("pager").hidden = pages === 1;
};
const turn = (pages) => {
  now.page += pages;
  drawTable();
};
const startTable = () => {
  const show = byId("show");
  show.append(...Object.keys(FILTERS).map((value) => element("option", { value }, text("table_show_" + value))));
  const changed = () => {
    Object.assign(now, { query: byId("search").value, show: show.value, page: 0 });
    drawTable();
  };
  byId("search").oninput = changed;
  show.onchange = changed;
  byId("previous").onclick = () => turn(-1);
  byId("next").onclick = () => turn(1);
};

