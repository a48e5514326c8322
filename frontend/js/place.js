// Fills the communes as soon as a province is chosen.
const kept = new Map();
const newest = new WeakMap();

async function communes(address, province, era) {
  const asked = new URLSearchParams(era ? { province, era } : { province });
  const url = `${address}${address.includes("?") ? "&" : "?"}${asked}`;
  if (!kept.has(url)) {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    kept.set(url, await answer.json());
  }
  return kept.get(url);
}

function fill(select, rows) {
  const first = select.options[0];
  select.replaceChildren(first, ...rows.map(([code, name]) => new Option(name, code)));
  select.selectedIndex = 0;
  select.dispatchEvent(new CustomEvent("options-changed"));
}

function eraOf(place) {
  const era = place.querySelector("[data-era]")?.value;
  return era === "today" ? "" : era;
}

// The communes of the province before are gone at once: one chosen among them would be lost when the
// rows come. Rows that come after another choice are not wanted any more. Where they do not come, the
// button that asks the server for them shows itself.
async function follow(place, province) {
  const commune = place.querySelector("select[name$='.commune']");
  const choice = Symbol(province);
  newest.set(commune, choice);
  fill(commune, []);
  if (!province) return;
  try {
    const rows = await communes(place.dataset.lookup, province, eraOf(place));
    if (newest.get(commune) === choice) fill(commune, rows);
  } catch {
    place.querySelector("[name=_lookup]").classList.remove("mc-only-plain");
  }
}

document.addEventListener("change", ({ target }) => {
  const place = target.closest("[data-place]");
  // Another era has other provinces: the server draws the question anew.
  if (place && "era" in target.dataset) {
    place.closest("form").requestSubmit(place.querySelector("[name=_lookup]"));
    return;
  }
  if (place?.dataset.lookup && target.name.endsWith(".province")) follow(place, target.value);
});
