// Puts a filter above long lists: typing, with or without marks, leaves the options that match.
const LONG = 15;

function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("đ", "d");
}

function apply(input, select, all) {
  const wanted = fold(input.value.trim());
  const chosen = select.value;
  const fits = all.filter(
    (option, i) => i === 0 || option.value === chosen || fold(option.text).includes(wanted),
  );
  select.replaceChildren(...fits);
  select.value = chosen;
  const real = fits.filter((option) => option.value);
  if (wanted && real.length === 1) choose(select, real[0].value);
}

function choose(select, value) {
  if (select.value === value) return;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function equip(select) {
  const input = document.createElement("input");
  input.type = "search";
  input.className = "govuk-input mc-filter mc-input--wide";
  input.autocomplete = "off";
  input.placeholder = select.dataset.filter;
  input.setAttribute("aria-label", select.dataset.filter);
  input.setAttribute("aria-controls", select.id);
  let all = [];
  const learn = () => {
    all = [...select.options];
    input.value = "";
    input.hidden = all.length <= LONG;
  };
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    apply(input, select, all);
  });
  select.addEventListener("options-changed", learn);
  learn();
  select.before(input);
}

function equipAll(root) {
  root.querySelectorAll("select[data-filter]").forEach(equip);
}

equipAll(document);
document.addEventListener("questions-changed", ({ target }) => equipAll(target));
