// Answers that were posted after the session ended: laid aside in this tab, and sent again from the
// same form after signing in. They leave the tab for nowhere else, and are forgotten after an hour.
const HOUR = 3_600_000;
const nameOf = (path) => `laid-aside ${path}`;

function layAside(box) {
  const answers = new URLSearchParams(new FormData(box)).toString();
  if (!answers) return;
  const kept = JSON.stringify({ at: Date.now(), answers });
  sessionStorage.setItem(nameOf(box.dataset.layAside), kept);
}

function takeBack(path) {
  const kept = sessionStorage.getItem(nameOf(path));
  sessionStorage.removeItem(nameOf(path));
  const { at, answers } = JSON.parse(kept ?? "{}");
  return at > Date.now() - HOUR ? answers : "";
}

// The server keeps them as it keeps every draft; then the page shows what it has. Until then nothing
// is typed, which would go with the page.
async function sendAgain(form) {
  const answers = takeBack(form.dataset.autosave);
  if (!answers) return;
  const data = new URLSearchParams(answers);
  data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  data.set("_autosave", "1");
  const headers = { Accept: "application/json" };
  form.inert = true;
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, headers });
    if (answer.ok) location.reload();
    else form.inert = false;
  } catch {
    form.inert = false;
  }
}

const box = document.querySelector("form[data-lay-aside]");
const form = document.querySelector("form[data-autosave]");
if (box) layAside(box);
if (form) sendAgain(form);
