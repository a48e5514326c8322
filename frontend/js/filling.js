// Puts what is said of the applicant into the form as soon as a field is left: the server says where.
// While somebody types in a field nothing is put in, so that no half name goes anywhere.
const form = document.querySelector("form[data-autosave]");
let changes = 0;
let filledUpTo = 0;
let typedIn = null;

// What was changed since it was sent stands.
function stands(name, seen, sent) {
  const now = seen.getAll(name);
  const then = sent.getAll(name);
  return now.length === then.length && now.every((value, at) => value === then[at]);
}

function announce(control) {
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

// The communes come when the province is chosen; the one meant is chosen then. Until they come the
// list is empty.
function putCommune(select, value) {
  const choose = () => {
    if (select.options.length < 2) return;
    select.removeEventListener("options-changed", choose);
    select.value = value;
    announce(select);
  };
  if ([...select.options].some((option) => option.value === value)) choose();
  else select.addEventListener("options-changed", choose);
}

function tick(boxes, values) {
  let last = null;
  for (const box of boxes) {
    if (box.checked !== values.includes(box.value)) last = box;
    box.checked = values.includes(box.value);
  }
  if (last) announce(last);
}

function put(name, value) {
  const found = form.elements.namedItem(name);
  if (!found) return;
  const first = found instanceof RadioNodeList ? found[0] : found;
  if (["radio", "checkbox"].includes(first.type)) {
    tick(found instanceof RadioNodeList ? [...found] : [first], [value].flat());
  } else if (first.value !== value) {
    if (name.endsWith(".commune")) putCommune(first, value);
    else {
      first.value = value;
      announce(first);
    }
  }
}

if (form) {
  form.addEventListener("input", ({ target }) => {
    typedIn = target;
  });
  // What is put in here or by another script says nothing of the field somebody types in.
  form.addEventListener("change", ({ isTrusted }) => {
    if (isTrusted) typedIn = null;
    changes += 1;
  });
  form.addEventListener("focusout", () => {
    typedIn = null;
  });
  // A wish stands until an answer to it has come: a save that fails, or one that another change
  // overtakes, takes none away.
  form.addEventListener("answers-leave", ({ detail: { sent } }) => {
    if (changes > filledUpTo && !typedIn) sent.set("_left", changes);
  });
  form.addEventListener("answers-kept", ({ detail: { body, sent } }) => {
    filledUpTo = Math.max(filledUpTo, Number(sent.get("_left") ?? 0));
    const seen = new FormData(form);
    const filled = Object.entries(body.filled ?? {});
    for (const [name, value] of filled.filter(([name]) => stands(name, seen, sent))) put(name, value);
  });
}
