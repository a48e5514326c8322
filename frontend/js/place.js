// Fills the communes as soon as a province is chosen.
const kept = new Map();

async function communes(address, province) {
  const url = `${address}${address.includes("?") ? "&" : "?"}province=${encodeURIComponent(province)}`;
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

// Where the rows do not come, the button that asks the server for them shows itself.
async function follow(place, province) {
  const commune = place.querySelector("select[name$='.commune']");
  try {
    fill(commune, province ? await communes(place.dataset.lookup, province) : []);
  } catch {
    fill(commune, []);
    place.querySelector("[name=_lookup]").classList.remove("mc-only-plain");
  }
}

document.addEventListener("change", ({ target }) => {
  const place = target.closest("[data-place]");
  if (place?.dataset.lookup && target.name.endsWith(".province")) follow(place, target.value);
});
