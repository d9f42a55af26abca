// What a person chose in and out of the address, beside the place of the map that MapLibre keeps there: so that a link
// shows the same.

const params = () => new URLSearchParams(location.hash.replace(/^#/, ''));

/** The choice of a name, if it is one of those allowed. */
export function chosen(name, allowed, otherwise) {
  const value = params().get(name);
  return allowed.includes(value) ? value : otherwise;
}

/** Several choices of a name, those of them that are allowed; all where the address says nothing. */
export function chosenSome(name, allowed) {
  const value = params().get(name);
  return value === null ? allowed : allowed.filter((word) => value.split('.').includes(word));
}

/** Keeps a choice. */
export function keep(name, value) {
  const all = params();
  all.set(name, value);
  // Slashes of the map's place stay readable.
  history.replaceState(null, '', `#${all.toString().replaceAll('%2F', '/')}`);
}
