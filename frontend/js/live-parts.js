// Parts of a form that follow from its answers (the papers asked, the fee) come with the answer to a
// save: new ones appear where they belong, those not asked any more go. What was chosen or typed in a
// part stays in it, and a part that comes back is the one that went.
const form = document.querySelector("form[data-autosave]");
const known = new Map();
const gone = new Map();

function parts(box) {
  return [...box.children].filter((one) => one.dataset.part);
}

function controls(part) {
  return [...part.querySelectorAll("input, select, textarea")].filter((one) => one.name);
}

// A file cannot be written into a control: the control that has it moves.
function carry(from, to) {
  const fresh = new Map(controls(to).map((one) => [one.name, one]));
  for (const old of controls(from)) {
    const own = fresh.get(old.name);
    if (!own) continue;
    if (old.type === "file") own.replaceWith(old);
    else if (old.type === "checkbox") own.checked = old.checked;
    else if (old.tagName !== "SELECT" || [...own.options].some((one) => one.value === old.value)) {
      own.value = old.value;
    }
  }
}

function renewed(old, fresh) {
  const holds = old.contains(document.activeElement) && document.activeElement.id;
  carry(old, fresh);
  old.replaceWith(fresh);
  if (holds) document.getElementById(holds)?.focus();
  return fresh;
}

// A part that says what is wrong goes on saying so, and what is typed in is never written anew.
function stands(old) {
  return "stands" in old.dataset || old.querySelector(".govuk-error-message");
}

function chosen(key, old, fresh) {
  const html = fresh.outerHTML;
  const isSame = known.get(key) === html;
  known.set(key, html);
  if (!old || isSame || stands(old)) return old ?? fresh;
  return old.isConnected ? renewed(old, fresh) : (carry(old, fresh), fresh);
}

function follow(box, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const there = new Map(parts(box).map((one) => [one.dataset.part, one]));
  let last = null;
  let isChanged = false;
  for (const fresh of parts(template.content)) {
    const name = fresh.dataset.part;
    const key = `${box.dataset.live} ${name}`;
    const part = chosen(key, there.get(name) ?? gone.get(key), fresh);
    if (!there.delete(name)) {
      if (last) last.after(part);
      else box.prepend(part);
      isChanged = true;
    }
    gone.delete(key);
    last = part;
  }
  for (const [name, part] of there) {
    // The tick that a sum was paid does not come back with the sum.
    if (!name.startsWith("cash-")) gone.set(`${box.dataset.live} ${name}`, part);
    part.remove();
    isChanged = true;
  }
  return isChanged;
}

// Enter in an answer keeps it, as leaving the field does, and the page stays where it is; a reader of
// cards or of cover sheets has its own Enter.
function isPlainEnter({ target, submitter }) {
  const active = document.activeElement;
  return (
    target === form &&
    submitter?.matches("[data-enter]") &&
    !active?.matches("[data-card]") &&
    !active?.closest("[data-live=papers]")
  );
}

if (form) {
  for (const box of form.querySelectorAll("[data-live]")) {
    for (const part of parts(box)) known.set(`${box.dataset.live} ${part.dataset.part}`, part.outerHTML);
  }
  form.addEventListener("answers-kept", ({ detail: { body } }) => {
    let isChanged = false;
    for (const [name, html] of Object.entries(body.live ?? {})) {
      const box = form.querySelector(`[data-live="${CSS.escape(name)}"]`);
      if (box && follow(box, html)) isChanged = true;
    }
    if (isChanged) form.dispatchEvent(new CustomEvent("questions-changed", { bubbles: true }));
  });
  addEventListener(
    "submit",
    (event) => {
      if (!isPlainEnter(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}
