// What folds on a phone: search, account, the rail, the portal's pages. A wide screen shows them all;
// where the style sheet cannot say so, this does.
const below = getComputedStyle(document.documentElement).getPropertyValue("--folds-below");
const narrow = window.matchMedia(`(width < ${below.trim()})`);
const folds = [...document.querySelectorAll("details.mc-fold")];

if (!CSS.supports("selector(::details-content)")) {
  const fold = () => {
    for (const one of folds) one.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener("change", fold);
}

// Who opens the search wants to type; Escape, or a press beside it, folds what lies over the page.
document.addEventListener("click", ({ target }) => {
  if (!narrow.matches) return;
  for (const one of folds) {
    if (one.open && one.closest(".mc-band") && !one.contains(target)) one.open = false;
  }
});

for (const one of folds) {
  one.addEventListener("toggle", () => {
    if (narrow.matches && one.open) one.querySelector("input[type=search]")?.focus();
  });
  one.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !narrow.matches || !one.open) return;
    one.open = false;
    one.querySelector("summary").focus();
  });
}
