// A point chosen on the picture of the country: a click or the arrow keys write its coordinates.

function hands(box) {
  const field = (part) => box.querySelector(`[name$=".${part}"]`);
  return { system: field("system"), north: field("north"), east: field("east") };
}

function picture(box) {
  const svg = box.querySelector("svg");
  const { west, north, scale } = svg.dataset;
  return { svg, west: Number(west), north: Number(north), scale: Number(scale) };
}

// The mark stands where the coordinates say, while they are degrees.
function mark(box) {
  const { system, north, east } = hands(box);
  const { svg, ...at } = picture(box);
  const circle = svg.querySelector("circle");
  const isDegrees = system.value === "wgs84" && north.value && east.value;
  const x = (Number(east.value.replace(",", ".")) - at.west) * at.scale;
  const y = (at.north - Number(north.value.replace(",", "."))) * at.scale;
  circle.setAttribute("cx", isDegrees && Number.isFinite(x) ? x : -99);
  circle.setAttribute("cy", isDegrees && Number.isFinite(y) ? y : -99);
  circle.setAttribute("r", 9 * (svg.viewBox.baseVal.width / 680));
}

function choose(box, event) {
  const { svg, ...at } = picture(box);
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const { system, north, east } = hands(box);
  system.value = "wgs84";
  north.value = (at.north - point.y / at.scale).toFixed(5);
  east.value = (at.west + point.x / at.scale).toFixed(5);
  for (const field of [system, north, east]) field.dispatchEvent(new Event("change", { bubbles: true }));
}

// Nearer, around the mark where there is one.
function zoom(box, factor) {
  const { svg } = picture(box);
  const whole = { width: 680, height: 720 };
  const now = svg.viewBox.baseVal;
  const width = Math.min(whole.width, Math.max(whole.width / 64, now.width / factor));
  const height = (width * whole.height) / whole.width;
  const circle = svg.querySelector("circle");
  const has = Number(circle.getAttribute("cx")) > 0;
  const x = has ? Number(circle.getAttribute("cx")) : now.x + now.width / 2;
  const y = has ? Number(circle.getAttribute("cy")) : now.y + now.height / 2;
  const left = Math.min(Math.max(0, x - width / 2), whole.width - width);
  const top = Math.min(Math.max(0, y - height / 2), whole.height - height);
  svg.setAttribute("viewBox", `${left} ${top} ${width} ${height}`);
  mark(box);
}

function bind(box) {
  const map = box.querySelector("[data-point-map]");
  map.hidden = false;
  map.querySelector("svg").addEventListener("click", (event) => choose(box, event));
  map.addEventListener("click", ({ target }) => {
    const factor = target.closest("[data-zoom]")?.dataset.zoom;
    if (factor) zoom(box, Number(factor));
  });
  box.addEventListener("change", () => mark(box));
  mark(box);
}

const bound = new WeakSet();
function bindAll() {
  for (const box of document.querySelectorAll("[data-point]")) {
    if (!bound.has(box)) bind(box);
    bound.add(box);
  }
}
document.addEventListener("questions-changed", bindAll);
bindAll();
