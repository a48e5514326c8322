// Lets this browser show news while no page is open. Without it the inbox has the same news.
const form = document.querySelector("[data-push]");
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

function named() {
  const brands = navigator.userAgentData?.brands?.map(({ brand }) => brand) ?? [];
  const known = brands.find((brand) => !/not.a.brand|chromium/i.test(brand));
  return known ?? navigator.userAgent.match(/(Firefox|Edg|Chrome|Safari)/)?.[1] ?? "";
}

async function ask() {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
  const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  await navigator.serviceWorker.ready;
  const said = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(form.dataset.push),
  });
  const { endpoint, keys } = said.toJSON();
  const values = { endpoint, ...keys, called: named() };
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  form.submit();
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask().catch(() => {
      form.querySelector("[data-push-refused]").hidden = false;
    });
  });
}
