// Sends a form once: a second click within ten seconds does nothing. The server refuses doubles
// too; this only spares the wait and the doubt.
const WAIT = 10_000;
const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-guard]")) return;
  const last = sent.get(form);
  if (last && event.timeStamp - last < WAIT) {
    event.preventDefault();
    return;
  }
  sent.set(form, event.timeStamp);
  form.setAttribute("aria-busy", "true");
});

// Coming back with the browser's button finds the form usable again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-guard]")) {
    sent.delete(form);
    form.removeAttribute("aria-busy");
  }
});
