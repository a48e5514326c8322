// The public display: fetches itself anew, and says politely who was called last; with a chime and
// aloud once somebody of the office has switched the sound on, which no browser does by itself.
const EVERY = 5000; // milliseconds
const LONGEST = 20_000;
const said = document.querySelector("[data-announce]");

const button = document.querySelector("[data-sound]");
let sound;

// Two short tones, then the words where the device has a voice for them.
function call(words) {
  if (!sound) return;
  for (const [at, pitch] of [[0, 660], [0.35, 520]]) {
    const tone = new OscillatorNode(sound, { frequency: pitch });
    const volume = new GainNode(sound, { gain: 0.2 });
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.3);
  }
  const language = document.documentElement.lang;
  const voice = self.speechSynthesis?.getVoices().find((one) => one.lang.startsWith(language));
  if (!voice || !words) return;
  const said = new SpeechSynthesisUtterance(words);
  Object.assign(said, { voice, lang: voice.lang, rate: 0.9 });
  self.speechSynthesis.speak(said);
}

button?.addEventListener("click", () => {
  if (sound) sound.close();
  sound = sound ? undefined : new AudioContext();
  button.setAttribute("aria-pressed", String(Boolean(sound)));
  call("");
});

async function refresh() {
  const signal = AbortSignal.timeout(LONGEST);
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, signal });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("board").replaceWith(page.getElementById("board"));
  const told = page.querySelector("[data-announce]");
  // The same number called once more is another call.
  if (said.dataset.announce === told.dataset.announce) return;
  said.dataset.announce = told.dataset.announce;
  const words = told.textContent.trim();
  said.textContent = "";
  said.append(words);
  if (words) call(words);
}

// Without the network the page stays as it is and asks again. One asking at a time: an answer that was
// overtaken would call somebody who was called before.
async function watch() {
  await refresh().catch(() => {});
  setTimeout(watch, EVERY);
}

setTimeout(watch, EVERY);
