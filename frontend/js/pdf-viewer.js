// A PDF drawn in the page: zoom, turn, and rectangles that an official marks for himself. Pages are
// drawn when they come into sight. Marks stand in the page as data-mark="page,left,top,width,height".
const box = document.querySelector("[data-pdf]");
const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
// What a file may ask of a browser: pages shown, points of a drawn page and of one of its sides.
const MOST_PAGES = 500;
const MOST_DOTS = 16_000_000;
const LONGEST = 8192;
const TALLEST = 10; // times as high as wide
// And how long it may keep one waiting: a file can be made to be read, or drawn, without end.
const PATIENCE = 20_000;
// That the line was cut says nothing of the file; all else but these is said to be broken.
const REASONS = { Endless: "slow", PasswordException: "locked", Unread: "unread" };

if (box) {
  const pages = box.querySelector(".desk-pdf__pages");
  const shown = box.querySelector("[data-pdf-zoom]");
  const waiting = box.querySelector("[data-pdf-wait]");
  const form = document.getElementById("mark");
  const marker = box.querySelector('[data-pdf-act="mark"]');
  const sheets = [];
  let zoom = 1;
  let turned = 0;
  let isMarking = false;
  let reading;
  let isStopped = false;

  const fitting = (page) => pages.clientWidth / page.getViewport({ scale: 1, rotation: upright(page) }).width;
  const upright = (page) => (page.rotate + turned) % 360;

  const place = (element, [left, top, width, height]) => {
    Object.assign(element.style, {
      left: `${left / 10}%`,
      top: `${top / 10}%`,
      width: `${width / 10}%`,
      height: `${height / 10}%`,
    });
  };

  const showMarks = (sheet) => {
    for (const old of sheet.element.querySelectorAll(".desk-pdf__mark")) old.remove();
    if (turned) return;
    for (const item of document.querySelectorAll("[data-mark]")) {
      const [page, ...where] = item.dataset.mark.split(",").map(Number);
      if (page !== sheet.number) continue;
      const mark = document.createElement("div");
      mark.className = "desk-pdf__mark";
      place(mark, where);
      sheet.element.append(mark);
    }
  };

  async function draw(sheet) {
    if (isStopped || sheet.drawn === `${zoom}/${turned}`) return;
    sheet.drawn = `${zoom}/${turned}`;
    sheet.job?.cancel();
    const scale = fitting(sheet.page) * zoom;
    const viewport = sheet.page.getViewport({ scale, rotation: upright(sheet.page) });
    const dots = dotsFor(viewport);
    sheet.canvas.width = Math.max(1, Math.floor(viewport.width * dots));
    sheet.canvas.height = Math.max(1, Math.floor(viewport.height * dots));
    size(sheet, viewport);
    const transform = dots === 1 ? undefined : [dots, 0, 0, dots, 0, 0];
    sheet.job = sheet.page.render({ canvas: sheet.canvas, viewport, transform });
    try {
      await inTime(sheet.job.promise);
    } catch (stopped) {
      if (stopped.name === "RenderingCancelledException") return;
      fail(sheet, stopped.name === "Endless" ? "slow" : "broken");
      if (stopped.name === "Endless") stop();
      return;
    }
    showMarks(sheet);
  }

  function dotsFor({ width, height }) {
    const wanted = window.devicePixelRatio || 1;
    const room = Math.sqrt(MOST_DOTS / (width * height));
    return Math.min(wanted, room, LONGEST / width, LONGEST / height);
  }

  // A page that cannot be drawn says so; the others are shown.
  function fail(sheet, why) {
    sheet.canvas.hidden = true;
    if (!sheet.element.querySelector("p")) {
      const told = document.createElement("p");
      told.textContent = box.dataset.page.replace("NUMBER", sheet.number);
      sheet.element.append(told);
    }
    tell(why);
  }

  // Ends the worker, which would go on and on; what was drawn stays.
  function stop() {
    isStopped = true;
    reading.destroy();
  }

  // Says above the paper what is wrong with it, and what to do; the first reason stays.
  function tell(why) {
    const said = box.querySelector("[data-pdf-failed]");
    if (!said.hidden) return;
    said.hidden = false;
    for (const reason of said.querySelectorAll("[data-pdf-why]")) {
      reason.hidden = reason.dataset.pdfWhy !== why;
    }
    if (why === "locked" || why === "unread") return;
    // What one's own viewer could not bear is not to be opened by another program.
    for (const link of document.querySelectorAll("[data-pdf-download]")) link.hidden = true;
  }

  // A page out of sight gives its picture back, or a long paper would fill the memory.
  function forget(sheet) {
    if (!sheet.drawn || isStopped) return;
    sheet.job?.cancel();
    sheet.drawn = "";
    sheet.canvas.width = sheet.canvas.height = 1;
  }

  function size(sheet, viewport) {
    sheet.element.style.width = `${viewport.width}px`;
    sheet.element.style.height = `${Math.min(viewport.height, viewport.width * TALLEST)}px`;
  }

  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const sheet = sheets.find(({ element }) => element === target);
        sheet.isSeen = isIntersecting;
        if (isIntersecting) draw(sheet);
        else forget(sheet);
      }
    },
    { root: pages, rootMargin: "400px" },
  );

  function again() {
    shown.value = `${Math.round(zoom * 100)} %`;
    marker.disabled = Boolean(turned);
    for (const sheet of sheets) {
      size(sheet, sheet.page.getViewport({ scale: fitting(sheet.page) * zoom, rotation: upright(sheet.page) }));
      if (sheet.isSeen) draw(sheet);
    }
  }

  const acts = {
    in: () => (zoom = STEPS.find((step) => step > zoom) ?? zoom),
    out: () => (zoom = STEPS.findLast((step) => step < zoom) ?? zoom),
    fit: () => (zoom = 1),
    turn: () => {
      turned = (turned + 90) % 360;
      if (turned && isMarking) acts.mark();
    },
    mark: () => {
      isMarking = !isMarking;
      marker.setAttribute("aria-pressed", String(isMarking));
      pages.classList.toggle("is-marking", isMarking);
    },
  };

  box.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-pdf-act]")?.dataset.pdfAct;
    if (!act) return;
    acts[act]();
    if (act !== "mark") again();
  });

  pages.addEventListener("keydown", (event) => {
    const act = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    acts[act]();
    again();
    event.preventDefault();
  });

  function marking(sheet) {
    let from = null;
    let ghost = null;
    const at = (event) => {
      const { left, top, width, height } = sheet.element.getBoundingClientRect();
      const part = (value, whole) => Math.min(1000, Math.max(0, Math.round((value / whole) * 1000)));
      return [part(event.clientX - left, width), part(event.clientY - top, height)];
    };
    const area = ([x, y]) => [
      Math.min(x, from[0]),
      Math.min(y, from[1]),
      Math.abs(x - from[0]),
      Math.abs(y - from[1]),
    ];
    sheet.element.addEventListener("pointerdown", (event) => {
      if (!isMarking) return;
      from = at(event);
      ghost = document.createElement("div");
      ghost.className = "desk-pdf__mark is-new";
      sheet.element.append(ghost);
      sheet.element.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    sheet.element.addEventListener("pointermove", (event) => {
      if (from) place(ghost, area(at(event)));
    });
    sheet.element.addEventListener("pointerup", (event) => {
      if (!from) return;
      const where = area(at(event));
      from = null;
      if (where[2] < 5 || where[3] < 5) return ghost.remove();
      form.elements.page.value = sheet.number;
      form.elements.box.value = where.join(",");
      form.closest("details").open = true;
      form.elements.text.focus();
    });
  }

  async function open() {
    const library = await import(box.dataset.library);
    library.GlobalWorkerOptions.workerSrc = box.dataset.worker;
    // Fetched first: how long a slow line takes is not the file's fault.
    const data = await fetched(box.dataset.pdf);
    reading = library.getDocument({ data, isEvalSupported: false, useWasm: false });
    const paper = await inTime(reading.promise);
    for (let number = 1; number <= Math.min(paper.numPages, MOST_PAGES); number += 1) {
      const page = await inTime(paper.getPage(number)).catch(endless);
      if (!page?.getViewport({ scale: 1 }).width) continue; // no page, or one without a breadth
      const element = document.createElement("div");
      element.className = "desk-pdf__page";
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", `${box.dataset.pageWord} ${number}`);
      element.append(canvas);
      waiting.remove();
      pages.append(element);
      const sheet = { number, page, element, canvas };
      sheets.push(sheet);
      size(sheet, page.getViewport({ scale: fitting(page), rotation: upright(page) }));
      marking(sheet);
      seen.observe(element);
    }
    if (!sheets.length) throw new Error("no pages");
    if (paper.numPages > MOST_PAGES) {
      const told = document.createElement("p");
      told.textContent = box.dataset.more.replace("COUNT", MOST_PAGES);
      pages.append(told);
    }
  }

  open().catch((stopped) => {
    if (stopped.name === "Endless") stop();
    if (!sheets.length) box.classList.add("is-failed");
    tell(REASONS[stopped.name] ?? "broken");
  });
}

async function fetched(address) {
  const unread = () => {
    throw Object.assign(new Error("not fetched"), { name: "Unread" });
  };
  const answer = await fetch(address).catch(unread);
  return answer.ok ? answer.arrayBuffer().catch(unread) : unread();
}

function inTime(work) {
  let clock;
  const late = new Promise((_, refuse) => {
    clock = setTimeout(() => refuse(Object.assign(new Error("no end"), { name: "Endless" })), PATIENCE);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(clock));
}

function endless(stopped) {
  if (stopped.name === "Endless") throw stopped;
  return null;
}
