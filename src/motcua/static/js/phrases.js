// Ready phrases: put into the box that was written in last, at the cursor, or into the first one.
const lists = document.querySelectorAll("[data-phrases]");
let last = null;

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("textarea, input[type=text]")) last = target;
});

for (const list of lists) {
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-phrase]");
    if (!button) return;
    const form = list.closest("form");
    const box = last && form.contains(last) ? last : form.querySelector("textarea, input[type=text]");
    if (!box) return;
    const gap = box.value && !/\s$/.test(box.value.slice(0, box.selectionStart)) ? "\n" : "";
    const text = box.matches("textarea") ? gap + button.dataset.phrase : button.dataset.phrase;
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
}
