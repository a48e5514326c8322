// Sends each file as soon as it is chosen, shows how far it is, and draws the question anew.
// A large one goes in pieces (tus): cut off, it goes on where it stopped, now, after a reload, or on
// another day when the same file is chosen again. Without this script files travel with the form.
const IN_PIECES = 1024 * 1024;
const PIECE = 4 * 1024 * 1024;
const PAUSES = [0, 1000, 3000, 5000, 10_000];
const LOOK_AGAIN = 15_000;

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
  row.className = "mc-upload-row";
  row.append(`${file.name} `, bar);
  box.append(row);
  return bar;
}

function tokenOf(box) {
  return box.closest("form").querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function post(box, parts, bar) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", tokenOf(box));
  data.set("field", box.dataset.field);
  for (const [name, value] of Object.entries(parts)) data.set(name, value);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", box.dataset.upload);
    request.setRequestHeader("Accept", "application/problem+json, text/html;q=0.5");
    request.upload.onprogress = (event) => {
      if (bar && event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    };
    request.onloadend = () => resolve(request);
    request.send(data);
  });
}

// --- in pieces ---------------------------------------------------------------------------------

async function clientOf(box) {
  if (!box.dataset.parts) return null;
  try {
    await import(box.dataset.client);
  } catch {
    return null;
  }
  return globalThis.tus?.isSupported ? globalThis.tus : null;
}

async function waitingOf(box) {
  try {
    const answer = await fetch(box.dataset.parts, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).parts : [];
  } catch {
    return [];
  }
}

function isSame(part, box, file) {
  return (
    part.field === box.dataset.field &&
    part.name === file.name &&
    part.size === file.size &&
    part.changed === String(file.lastModified)
  );
}

function online() {
  return new Promise((resolve) => {
    const go = () => {
      removeEventListener("online", go);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(go, LOOK_AGAIN);
    addEventListener("online", go);
  });
}

// What may pass by itself: no answer at all, a busy server, somebody else who writes just now.
function mayPass(error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
}

// Why a server that answers asks for patience, such as a disk without room; else nothing.
function askedToWait(answer) {
  if (answer?.getStatus() !== 503) return undefined;
  try {
    return JSON.parse(answer.getBody()).detail;
  } catch {
    return undefined;
  }
}

function stopper(box, bar, stop) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mc-button-link";
  button.textContent = box.dataset.stop;
  button.setAttribute("aria-label", `${box.dataset.stop} ${bar.getAttribute("aria-label")}`);
  button.addEventListener("click", stop);
  bar.after(" ", button);
}

// Resolves to the part's address when all has come, to an XMLHttpRequest-like refusal otherwise.
function carry(client, box, file, known, bar) {
  return new Promise((resolve) => {
    const upload = new client.Upload(file, {
      endpoint: box.dataset.parts,
      uploadUrl: known?.url ?? null,
      headers: { "X-CSRFToken": tokenOf(box) },
      metadata: {
        filename: file.name,
        field: box.dataset.field,
        changed: String(file.lastModified),
      },
      chunkSize: PIECE,
      retryDelays: PAUSES,
      storeFingerprintForResuming: false, // the server knows; names of files stay off this device
      onShouldRetry: (error) => navigator.onLine && mayPass(error),
      onProgress: (sent, all) => {
        bar.value = (100 * sent) / all;
        if (box.dataset.isPaused) say(box, "");
        delete box.dataset.isPaused;
      },
      onSuccess: () => end({ address: upload.url }),
      onError: async (error) => {
        if (!mayPass(error)) {
          const answer = error.originalResponse;
          end({ refused: { status: answer.getStatus(), responseText: answer.getBody() ?? "" } });
          return;
        }
        pause(askedToWait(error.originalResponse) ?? box.dataset.paused);
        await online();
        if (!ended) upload.start();
      },
    });
    let ended = false;
    const pause = (words = box.dataset.paused) => {
      box.dataset.isPaused = "yes";
      say(box, words);
    };
    const cut = async () => {
      upload.abort();
      pause();
      await online();
      if (!ended) upload.start();
    };
    const end = (outcome) => {
      ended = true;
      removeEventListener("offline", cut);
      delete box.dataset.isPaused;
      resolve(outcome);
    };
    stopper(box, bar, () => {
      upload.abort(Boolean(upload.url)).catch(() => {});
      end({ stopped: true });
    });
    addEventListener("offline", cut);
    upload.start();
  });
}

async function takeIn(box, address) {
  const part = address.split("/").pop();
  let request = await post(box, { part });
  while (request.status === 0 || request.status === 503) {
    say(box, box.dataset.paused);
    await online();
    request = await post(box, { part });
  }
  return request;
}

async function send(box, file) {
  const bar = progressOf(box, file);
  const client = file.size > IN_PIECES ? await clientOf(box) : null;
  let request;
  if (client) {
    const known = (await waitingOf(box)).find((part) => isSame(part, box, file));
    const { address, refused, stopped } = await carry(client, box, file, known, bar);
    request = stopped ? null : (refused ?? (await takeIn(box, address)));
  } else request = await post(box, { file }, bar);
  bar.parentElement.remove();
  return request;
}

// Says on opening the page which files can go on.
async function remind() {
  const box = document.querySelector("[data-parts]");
  if (!box) return;
  for (const part of await waitingOf(box)) {
    const place = document.querySelector(`[data-parts][data-field="${CSS.escape(part.field)}"]`);
    const percent = Math.floor((100 * part.arrived) / part.size);
    if (place) say(place, `${part.name}: ${place.dataset.halfway.replace("PERCENT", percent)}`);
  }
}

function refusal(box, request) {
  if (request.status === 401) return box.dataset.expired;
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
    if (request === null) continue;
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

function chosen(input) {
  const box = input.closest("[data-upload]");
  if (box?.dataset.upload && input.files.length > 0) take(box, [...input.files]);
}

document.addEventListener("change", ({ target }) => {
  if (target.type === "file") chosen(target);
});
// On a slow line somebody may have chosen before this script came.
for (const input of document.querySelectorAll("[data-upload] input[type=file]")) chosen(input);
remind();
