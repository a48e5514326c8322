// Rows ticked for one act upon many: the ticks outlive the list's own refreshing, and are counted.
const form = document.querySelector("form[data-bulk]");

if (form) {
  const marked = new Set();
  const told = form.querySelector("[data-marked]");
  const all = form.querySelector("[data-mark-all]");
  const boxes = () => [...document.querySelectorAll(`input[form="${form.id}"][name="d"]:enabled`)];

  const tell = () => {
    told.textContent = marked.size ? `${form.dataset.some}: ${marked.size}` : form.dataset.none;
    const there = boxes();
    all.checked = there.length > 0 && there.every((box) => box.checked);
  };

  const keep = () => {
    for (const box of boxes()) {
      if (box.checked) marked.add(box.value);
      else marked.delete(box.value);
    }
    tell();
  };

  document.addEventListener("change", ({ target }) => {
    if (target === all) for (const box of boxes()) box.checked = all.checked;
    if (target === all || target.name === "d") keep();
  });

  document.addEventListener("htmx:afterSwap", () => {
    const there = new Set();
    for (const box of boxes()) {
      box.checked = marked.has(box.value);
      there.add(box.value);
    }
    for (const value of [...marked]) if (!there.has(value)) marked.delete(value);
    tell();
  });

  keep();
}
