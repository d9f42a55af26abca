// The page's own data in, a map, charts and tables that answer out. Names and values are data: they come to the page
// as text nodes only, and nothing is ever fetched.
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const report = data.report;

// Texts and numbers.

const text = (key, values = {}) =>
  (data.texts[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const formatter = (options) => {
  const format = new Intl.NumberFormat(data.language, options);
  return (value) => (value === null || value === undefined ? "–" : format.format(value));
};
const count = formatter({});
const share = formatter({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const wholeShare = formatter({ style: "percent", maximumFractionDigits: 0 });
const decimal = formatter({ maximumFractionDigits: 2 });

// Elements.

const fill = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};
const element = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const shape = (tag, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
const note = (content) => element("p", { class: "note" }, content);
// A name may run from right to left: it must not turn what stands beside it.
const named = (name) => element("bdi", {}, name);
const button = (name, onclick) => element("button", { type: "button", onclick }, name);

