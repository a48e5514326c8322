// Keeps answers as they are typed: two seconds after a change at the latest, when a field is
// left, and when the page goes away. The line #saved tells politely what happened.
const DELAY = 1500;
const RETRY = 10_000;
const form = document.querySelector("form[data-autosave]");
const line = document.getElementById("saved");

// The server keeps nothing that this page sent before something it has already: a save may be on its
// way still when the page itself is sent.
const opened = Date.now().toString(36) + Math.random().toString(36).slice(2);
let turn = 0;

let dirty = false;
let timer = 0;
let running = false;
let leaving = false;

function answers() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) {
    if (value instanceof File) data.delete(name);
  }
  data.set("_autosave", "1");
  return new URLSearchParams(data);
}

// The same words are not said twice, so a screen reader hears of it once a minute.
function say(text, failed = false) {
  if (!line || line.textContent === text) return;
  line.textContent = text;
  line.classList.toggle("is-failed", failed);
}

// A save already planned sooner stands, so that steady typing cannot put it off.
let plannedFor = Infinity;
function plan(delay) {
  const at = performance.now() + delay;
  if (at >= plannedFor) return;
  clearTimeout(timer);
  plannedFor = at;
  timer = setTimeout(save, delay);
}

async function save() {
  plannedFor = Infinity;
  if (!dirty || running || leaving) return;
  running = true;
  dirty = false;
  try {
    const sent = answers();
    form.dispatchEvent(new CustomEvent("answers-leave", { detail: { sent } }));
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: sent,
      headers: { Accept: "application/json" },
    });
    await report(answer, sent);
  } catch {
    failed();
  } finally {
    running = false;
    if (dirty) plan(DELAY);
  }
}

// What is worked out from the answers, and what they cost, as the server says.
function follow(body) {
  for (const [name, text] of Object.entries(body.calculated ?? {})) {
    const shown = form.querySelector(`[data-calculated="${CSS.escape(name)}"]`);
    if (shown && shown.textContent.trim() !== (text || "–")) shown.textContent = text || "–";
  }
  const fee = form.querySelector("[data-fee] strong");
  if (fee && body.fee && fee.textContent !== body.fee) fee.textContent = body.fee;
}

async function report(answer, sent) {
  const type = answer.headers.get("Content-Type") ?? "";
  const body = type.includes("json") ? await answer.json() : {};
  if (answer.ok && body.saved_at) follow(body);
  if (answer.ok) form.dispatchEvent(new CustomEvent("answers-kept", { detail: { body, sent } }));
  if (answer.ok && body.saved_at) say(`${form.dataset.saved} ${body.saved_at}`);
  else if (answer.redirected || answer.status === 401) say(form.dataset.expired, true);
  else if (answer.status >= 500) failed();
  else say(body.detail ?? form.dataset.unsaved, true);
}

function failed() {
  dirty = true;
  say(form.dataset.unsaved, true);
  plan(RETRY);
}

function changed(event) {
  if (event.target.type === "file" || !event.target.name) return;
  dirty = true;
  plan(event.type === "change" ? 0 : DELAY);
}

// The page is going away: the browser delivers this even after it is gone.
function lastChance() {
  if (!dirty || leaving) return;
  dirty = false;
  fetch(form.dataset.autosave, { method: "POST", body: answers(), keepalive: true }).catch(() => {
    dirty = true;
  });
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    leaving = true;
  });
  // Another form of the page is sent, such as that which locks the counter: first what was typed.
  document.addEventListener("submit", ({ target }) => {
    if (target !== form) lastChance();
  });
  // However it is sent: by this script, by another, by the browser.
  form.addEventListener("formdata", ({ formData }) => {
    turn += 1;
    formData.set("_sending", `${opened}.${turn}`);
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
  addEventListener("pagehide", lastChance);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") lastChance();
  });
  addEventListener("online", () => plan(0));
}
