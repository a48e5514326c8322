// Offers procedures while words are typed: a combobox by arrow keys, Enter and Escape.
const WAIT = 150;

class Suggestions {
  constructor(field) {
    this.field = field;
    this.input = field.querySelector("input");
    this.list = document.createElement("ul");
    this.status = document.createElement("div");
    this.rows = [];
    this.at = -1;
    this.prepare();
  }

  prepare() {
    const { input, list, status, field } = this;
    list.id = `${input.id}-suggestions`;
    list.className = "mc-suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.label);
    list.hidden = true;
    status.className = "govuk-visually-hidden";
    status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    field.append(list, status);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Before the field loses the focus, so that the press still reaches the option.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => this.go(target.closest("[role=option]")));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const words = this.input.value.trim();
    this.asking?.abort();
    if (words.length < 2) return this.close();
    this.asking = new AbortController();
    try {
      const url = `${this.field.dataset.suggest}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(url, { signal: this.asking.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (error) {
      // What is typed can always be sent; only another question is expected here.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(rows) {
    if (document.activeElement !== this.input) return;
    this.rows = rows;
    this.list.replaceChildren(...rows.map(([code, name], at) => this.option(code, name, at)));
    this.choose(-1);
    this.list.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    const { some, none } = this.field.dataset;
    this.status.textContent = rows.length ? some.replace("{n}", rows.length) : none;
  }

  option(code, name, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.code = code;
    option.append(Object.assign(document.createElement("span"), { textContent: name }));
    return option;
  }

  choose(at) {
    this.at = at;
    [...this.list.children].forEach((option, each) => {
      option.setAttribute("aria-selected", String(each === at));
    });
    const option = this.list.children[at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    if (event.isComposing) return;
    const count = this.list.hidden ? 0 : this.rows.length;
    if (event.key === "Escape" && count) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" && !count && this.input.value.trim()) {
      event.preventDefault();
      this.ask();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      // One step beyond either end is the field itself.
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(((this.at + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && count && this.at >= 0) {
      event.preventDefault();
      this.go(this.list.children[this.at]);
    }
  }

  go(option) {
    if (option) location.assign(this.field.dataset.page + option.dataset.code);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }
}

document.querySelectorAll("[data-suggest]").forEach((field) => new Suggestions(field));
