// Copies the fields of a sheet one after the other: a copied one is marked, the next gets the focus.
const rows = [...document.querySelectorAll("[data-sheet-copy]")];

// Without the clipboard (plain HTTP on a local network) the value is selected, ready to be copied.
function select(button) {
  const range = document.createRange();
  range.selectNodeContents(button.closest("dd").querySelector(".desk-sheet__value"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

function mark(button) {
  button.closest(".desk-sheet__row").classList.add("is-copied");
  button.querySelector("[data-sheet-words]").textContent = button.dataset.copied;
  rows[rows.indexOf(button) + 1]?.focus();
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-sheet-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.sheetCopy);
    mark(button);
  } catch {
    select(button);
  }
});
