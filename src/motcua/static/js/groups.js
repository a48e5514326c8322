// Adds and removes items of a repeated group without leaving the page: the same button is posted,
// and the group is taken out of the page that comes back.
async function exchange(form, button, group) {
  const data = new FormData(form, button);
  for (const [name, value] of [...data]) {
    if (value instanceof File) data.delete(name);
  }
  const answer = await fetch(form.action, { method: "POST", body: data });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(group.id);
  if (!fresh) throw new Error("no group in the answer");
  group.replaceWith(fresh);
  fresh.dispatchEvent(new CustomEvent("questions-changed", { bubbles: true }));
  return fresh;
}

// After adding, the new item's first control; after removing, the group's own title.
function focusIn(group, added) {
  const items = group.querySelectorAll("[data-group-item]");
  const last = items[items.length - 1];
  const control = added && last?.querySelector("input:not([type=hidden]), select, textarea");
  (control || group.querySelector("legend")).focus();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[name=_add], button[name=_remove]");
  const group = button?.closest("[data-group]");
  if (!group || !button.form) return;
  event.preventDefault();
  group.setAttribute("aria-busy", "true");
  group.inert = true; // what would be typed into it meanwhile goes with it
  try {
    focusIn(await exchange(button.form, button, group), button.name === "_add");
  } catch {
    group.removeAttribute("aria-busy");
    group.inert = false;
    button.form.requestSubmit(button);
  }
});
