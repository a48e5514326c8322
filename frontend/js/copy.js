// Copies a code with one tap and says so; a second tap meanwhile changes no words.
const said = new WeakSet();

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  if (said.has(button)) return;
  said.add(button);
  const words = button.innerHTML;
  button.textContent = button.dataset.copied;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => {
    button.innerHTML = words;
    said.delete(button);
  }, 2500);
}

// Without the clipboard (plain HTTP on a local network) the code is selected, ready to be copied.
function select(button) {
  const range = document.createRange();
  range.selectNodeContents(button.parentElement.querySelector("code"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  if (!navigator.clipboard) select(button);
  else copy(button).catch(() => select(button));
});
