// Sends each file as soon as it is chosen, shows how far it is, and draws the question anew.
// Without this script files travel with the form.
function say(box, text) {
  const status = box.querySelector("[data-upload-status]");
  if (status) status.textContent = text;
}

function progressOf(box, file) {
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const row = document.createElement("p");
  row.append(`${file.name} `, bar);
  box.append(row);
  return bar;
}

function send(box, file) {
  const data = new FormData();
  const token = box.closest("form").querySelector("[name=csrfmiddlewaretoken]");
  data.set("csrfmiddlewaretoken", token?.value ?? "");
  data.set("field", box.dataset.field);
  data.set("file", file);
  const bar = progressOf(box, file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", box.dataset.upload);
    request.setRequestHeader("Accept", "application/problem+json, text/html;q=0.5");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    };
    request.onloadend = () => {
      bar.parentElement.remove();
      resolve(request);
    };
    request.send(data);
  });
}

function refusal(box, request) {
  try {
    return JSON.parse(request.responseText).detail ?? box.dataset.failed;
  } catch {
    return box.dataset.failed;
  }
}

function redraw(box, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-upload]");
  if (!fresh) return box;
  box.replaceWith(fresh);
  return fresh;
}

// A right file answers the complaint about a missing or wrong one, here and in the summary above;
// of papers of which one is enough, for all of them.
function forgive(box) {
  const group = box.closest("[data-one-of]") ?? box.closest(".mc-question");
  if (!group) return;
  for (const said of group.querySelectorAll(".govuk-error-message")) said.remove();
  for (const marked of group.querySelectorAll(".govuk-form-group--error"))
    marked.classList.remove("govuk-form-group--error");
  group.classList.remove("govuk-form-group--error");
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    if (group.querySelector(`[id="${link.hash.slice(1)}"]`)) link.closest("li").remove();
  }
  const title = summary.querySelector("h2");
  const left = summary.querySelectorAll("li").length;
  if (title) title.textContent = title.textContent.replace(/\d+/, left);
  if (left === 0) summary.remove();
}

async function take(box, files) {
  const limit = Number(box.dataset.max) || Infinity;
  const troubles = [];
  let taken = 0;
  for (const file of files) {
    if (file.size > limit) {
      troubles.push(`${file.name}: ${box.dataset.tooBig}`);
      continue;
    }
    const request = await send(box, file);
    if (request.status >= 200 && request.status < 300) {
      box = redraw(box, request.responseText);
      taken += 1;
      forgive(box);
    } else troubles.push(`${file.name}: ${refusal(box, request)}`);
  }
  const input = box.querySelector("input[type=file]");
  input.value = "";
  input.focus();
  say(box, [taken ? `${box.dataset.taken} ${taken}.` : "", ...troubles].join(" ").trim());
}

document.addEventListener("change", ({ target }) => {
  const box = target.closest("[data-upload]");
  if (target.type === "file" && box?.dataset.upload) take(box, [...target.files]);
});
