// The desk by keyboard. Rows carry data-row and hold one main link; elements with data-key="x"
// are clicked by that key; the dialog #keys lists them all and can turn single keys off.
const OFF = "motcua-keys-off";
const dialog = document.getElementById("keys");
const toggle = dialog?.querySelector("[data-keys-off]");

const rows = () => [...document.querySelectorAll("[data-row]")];

function isTyping({ target }) {
  if (target.matches("input[type=checkbox], input[type=radio]")) return false;
  return target.isContentEditable || target.matches("input, textarea, select");
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("is-selected"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  all[at]?.classList.remove("is-selected");
  next.classList.add("is-selected");
  next.querySelector("a")?.focus();
  next.scrollIntoView({ block: "nearest" });
}

function help() {
  if (!dialog) return;
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

function press(key) {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.matches("input:not([type=checkbox]), textarea, select")) target.focus();
  else target.click();
  return true;
}

function mark() {
  document.querySelector("[data-row].is-selected input[type=checkbox]:not(:disabled)")?.click();
}

const moves = { j: () => move(1), k: () => move(-1), x: mark, "?": help };
// Where there are no rows, the keys that move among them are free for the page's own acts.
const isMove = (key) => key in moves && (key === "?" || rows().length > 0);

// Escape leaves the field one types in, so that the keys of the page work again.
function leaveField(event) {
  if (event.key !== "Escape" || event.defaultPrevented || dialog?.open) return;
  if (isTyping(event)) event.target.blur();
}

document.addEventListener("keydown", (event) => {
  leaveField(event);
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
  if (localStorage.getItem(OFF)) return;
  if (isMove(event.key)) moves[event.key]();
  else if (!/^[a-z0-9/]$/.test(event.key) || !press(event.key)) return;
  event.preventDefault();
});

document.addEventListener("focusin", ({ target }) => {
  const row = target.closest?.("[data-row]");
  if (!row) return;
  for (const other of rows()) other.classList.toggle("is-selected", other === row);
});

if (toggle) {
  toggle.checked = Boolean(localStorage.getItem(OFF));
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  });
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-keys-help]")) help();
});
