// Focuses the error summary, and the control when one of its links is followed.
const summary = document.querySelector("[data-error-summary]");

function follow(event) {
  const link = event.target.closest("a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  const question = control.closest(".mc-question") ?? control;
  question.scrollIntoView();
  control.focus({ preventScroll: true });
}

// On a slow line somebody may be answering already; what he types must not go astray.
function isAnswering() {
  const at = document.activeElement;
  return at?.matches("input, select, textarea") && !at.autofocus;
}

if (summary) {
  if (!isAnswering()) summary.focus();
  summary.addEventListener("click", follow);
  document.title = `(!) ${document.title}`;
}
