// On a kiosk: asks whether somebody is still there once nobody has touched anything for a while.
const { content, dataset } = document.querySelector('meta[name="kiosk"]');
let timer;

function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => location.assign(dataset.asks), Number(content) * 1000);
}

for (const kind of ["pointerdown", "keydown", "input", "scroll"]) {
  document.addEventListener(kind, wait, { capture: true, passive: true });
}
// A page that the browser kept from before is not shown again: whoever went is gone.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
wait();
