// Puts what is said of the applicant into the form as soon as a field is left: the server says where.
// While somebody types in a field nothing is put in, so that no half name goes anywhere.
const form = document.querySelector("form[data-autosave]");
let isWanted = false;
let isLooking = false;
let typedIn = null;

// Looking at the answers is not sending them: what is wanted is asked for by the next save still.
function look() {
  isLooking = true;
  const seen = new FormData(form);
  isLooking = false;
  return seen;
}

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
    isWanted = true;
  });
  form.addEventListener("focusout", () => {
    typedIn = null;
  });
  form.addEventListener("formdata", ({ formData }) => {
    if (isLooking || !isWanted || typedIn) return;
    isWanted = false;
    formData.set("_left", "1");
  });
  form.addEventListener("answers-kept", ({ detail: { body, sent } }) => {
    const seen = look();
    const filled = Object.entries(body.filled ?? {});
    for (const [name, value] of filled.filter(([name]) => stands(name, seen, sent))) put(name, value);
  });
}
