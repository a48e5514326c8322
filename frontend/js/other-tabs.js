// When a clerk locks the counter, every other tab of the desk goes blank at once, and asks for the
// next clerk as soon as the server has ended the session. What a tab keeps for itself is forgotten:
// the header that clears the rest leaves it.
const EVERY = 400; // milliseconds
const channel = new BroadcastChannel("desk");

async function isSignedOut() {
  const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
  return answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
}

async function leave() {
  sessionStorage.clear();
  document.title = "";
  document.body.replaceChildren();
  for (;;) {
    if (await isSignedOut().catch(() => false)) break;
    await new Promise((next) => setTimeout(next, EVERY));
  }
  location.reload();
}

channel.addEventListener("message", leave, { once: true });

document.addEventListener("submit", ({ submitter }) => {
  if (submitter?.name !== "act" || submitter.value !== "leave") return;
  sessionStorage.clear();
  channel.postMessage("left");
});
