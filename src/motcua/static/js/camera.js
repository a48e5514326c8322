// Reads the QR code of an identity card with the camera, and writes its text where a reader would.
// A reader that types ends with Enter, which sends nothing: it leads to what is asked next. Whatever
// it types while no field has the focus goes into the line; every card begins with a digit.
const EVERY = 120; // milliseconds between two looks
const WIDTH = 960; // a card held in front of a camera is read well at this many pixels

const open = new WeakSet();

async function start(box) {
  if (open.has(box)) return; // pressed twice while the device asks whether it may
  open.add(box);
  await look(box).finally(() => open.delete(box));
}

async function look(box) {
  const status = box.querySelector("[data-camera-status]");
  const field = document.getElementById(box.dataset.field);
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
  let stream;
  try {
    await import(box.dataset.reader);
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1920 } },
    });
  } catch {
    status.textContent = box.dataset.refused;
    return;
  }
  box.append(video);
  video.srcObject = stream;
  await video.play();
  const text = await read(video, () => box.isConnected);
  for (const track of stream.getTracks()) track.stop();
  video.remove();
  if (!text) return;
  field.value = text;
  status.textContent = box.dataset.read;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  goOn(field);
}

function goOn(field) {
  document.getElementById(field.dataset.card)?.focus();
}

async function read(video, isWanted) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  while (isWanted()) {
    if (video.videoWidth) {
      canvas.width = Math.min(WIDTH, video.videoWidth);
      canvas.height = (video.videoHeight * canvas.width) / video.videoWidth;
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const picture = context.getImageData(0, 0, canvas.width, canvas.height);
      const found = self.jsQR(picture.data, picture.width, picture.height);
      // The text in UTF-8: what the reader itself guesses of the letters is not right.
      if (found) return new TextDecoder().decode(new Uint8Array(found.binaryData));
    }
    await new Promise((next) => setTimeout(next, EVERY));
  }
  return "";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-camera-start]");
  if (button) start(button.closest("[data-camera]"));
});

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Enter" && target.matches("[data-card]")) {
    event.preventDefault();
    goOn(target);
  } else if (/^\d$/.test(key) && !target.closest("input, textarea, select, dialog")) {
    document.querySelector("[data-card]")?.focus();
  }
});
