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
let drag = null;
const onMove = (event) => {
  if (!drag || !event.buttons || map.view.w >= now.level.map.width) return;
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  if (!drag.moved && Math.hypot(dx, dy) < 4) return;
  const scale = map.view.w / svg.clientWidth;
  setView(map.view.x - dx * scale, map.view.y - dy * scale, map.view.w);
  drag = { x: event.clientX, y: event.clientY, moved: true };
};
const MAP_EVENTS = {
  pointerover: (event) => showDetails(rowAt(event) ?? now.chosen),
  pointerleave: () => { showDetails(now.chosen); },
  pointerdown: (event) => { drag = { x: event.clientX, y: event.clientY, moved: false }; },
  pointermove: onMove,
  click: (event) => { if (!drag?.moved) choose(rowAt(event)); },
  keydown: onKey,
};
const startMap = () => {
  fill(svg, { tabindex: 0, role: "application", "aria-describedby": "map-help" }, []);
  Object.entries(MAP_EVENTS).forEach(([name, action]) => svg.addEventListener(name, action));
  byId("zoom-in").onclick = () => zoom(0.6);
  byId("zoom-out").onclick = () => zoom(1 / 0.6);
  byId("zoom-all").onclick = () => setView(0, 0, now.level.map.width);
};

