// Ways over the map: pointer and keys.

// Centers of the regions; null for those without an outline.
const centers = () => (map.centers ??= map.paths.map((path) => {
  if (!path.getAttribute("d")) return null;
  const { x, y, width, height } = path.getBBox();
  return [x + width / 2, y + height / 2];
}));
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// The nearest region that way; what lies aside counts as twice as far.
const nextRow = ([right, down]) => {
  const from = centers()[now.chosen];
  if (!from) return centers().findIndex(Boolean);
  let [best, least] = [now.chosen, Infinity];
  centers().forEach((to, row) => {
    if (!to || row === now.chosen) return;
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const [along, aside] = [dx * right + dy * down, Math.abs(dx * down) + Math.abs(dy * right)];
    if (along > 0 && aside <= along * 2 && along + 2 * aside < least) [best, least] = [row, along + 2 * aside];
  });
  return best;
};
const goTo = (row) => {
  if (row < 0) return;
  choose(row);
  const { x, y, w, h } = map.view;
  const [cx, cy] = centers()[row];
  if (cx < x || cy < y || cx > x + w || cy > y + h) setView(cx - w / 2, cy - h / 2, w);
};
const KEYS = { Escape: () => choose(null), "+": () => zoom(0.6), "-": () => zoom(1 / 0.6) };
const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = STEPS[event.key];
  const action = step ? () => goTo(nextRow(step)) : KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
};

const rowAt = ({ target }) => (target.dataset.row === undefined ? null : Number(target.dataset.row));
const clientOf = ({ clientX: x, clientY: y }) => ({ x, y });
const placeOf = ({ x, y }) => new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
const distance = ([a, b]) => Math.hypot(a.x - b.x, a.y - b.y);
const middle = ([a, b]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
// Moves the map so that what lay under one place of the screen lies under another.
const carry = (from, to) => {
  const [a, b] = [placeOf(from), placeOf(to)];
  setView(map.view.x + a.x - b.x, map.view.y + a.y - b.y, map.view.w);
};
// Zooms so that what lies under a place of the screen stays there.
const zoomAt = (factor, client) => {
  const place = placeOf(client);
  const width = Math.min(Math.max(map.view.w * factor, now.level.map.width / DEEPEST), now.level.map.width);
  const shrunk = width / map.view.w;
  setView(place.x - (place.x - map.view.x) * shrunk, place.y - (place.y - map.view.y) * shrunk, width);
};
const pinch = (before, after) => {
  zoomAt(distance(before) / Math.max(distance(after), 1), middle(before));
  carry(middle(before), middle(after));
};

// The pointers that are down, and whether one moved: then it is no click. One moves the map, two zoom it.
const pointers = new Map();
let hasMoved = false;
const onDown = (event) => {
  if (pointers.size === 0) hasMoved = false;
  pointers.set(event.pointerId, clientOf(event));
};
const onUp = (event) => { pointers.delete(event.pointerId); };
const onMove = (event) => {
  if (event.buttons === 0) onUp(event);
  const [from, to, before] = [pointers.get(event.pointerId), clientOf(event), [...pointers.values()]];
  if (!from || (!hasMoved && distance([from, to]) < 4)) return;
  hasMoved = true;
  pointers.set(event.pointerId, to);
  if (pointers.size === 1) carry(from, to);
  if (pointers.size === 2) pinch(before, [...pointers.values()]);
};
// Two fingers on a touch pad are a wheel with Ctrl; a wheel alone scrolls the page.
const onWheel = (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  zoomAt(Math.exp(event.deltaY / 100), clientOf(event));
};
const MAP_EVENTS = {
  pointerover: (event) => showDetails(rowAt(event) ?? now.chosen),
  pointerleave: (event) => {
    onUp(event);
    showDetails(now.chosen);
  },
  pointerdown: onDown,
  pointermove: onMove,
  pointerup: onUp,
  pointercancel: onUp,
  wheel: onWheel,
  click: (event) => { if (!hasMoved) choose(rowAt(event)); },
  keydown: onKey,
};
const startMap = () => {
  fill(svg, { tabindex: 0, role: "application", "aria-describedby": "map-help" }, []);
  Object.entries(MAP_EVENTS).forEach(([name, action]) => svg.addEventListener(name, action));
  byId("zoom-in").onclick = () => zoom(0.6);
  byId("zoom-out").onclick = () => zoom(1 / 0.6);
  byId("zoom-all").onclick = () => setView(0, 0, now.level.map.width);
};

