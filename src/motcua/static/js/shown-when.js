// Hides questions whose condition does not hold. The server decides again what must be answered.
function update(form) {
  const answers = new FormData(form);
  for (const question of form.querySelectorAll("[data-shown-when]")) {
    const wanted = JSON.parse(question.dataset.shownValues);
    const given = answers.getAll(question.dataset.shownWhen);
    question.hidden = !given.some((value) => wanted.includes(value));
  }
}

for (const form of document.forms) {
  form.addEventListener("change", () => update(form));
  form.addEventListener("questions-changed", () => update(form));
  update(form);
}
