// A signature drawn with pen, finger or mouse: kept as strokes of points in thousandths.
const box = document.querySelector("[data-sign]");

if (box) {
  const canvas = box.querySelector("canvas");
  const kept = box.closest("form").elements.signature;
  const pen = canvas.getContext("2d");
  // A page that comes back because something was missing brings the signature along.
  let strokes = JSON.parse(kept.value || "[]");
  let stroke = null;

  const point = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const part = (value, whole) => Math.min(1000, Math.max(0, Math.round((value / whole) * 1000)));
    return [part(event.clientX - left, width), part(event.clientY - top, height)];
  };

  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 3;
    pen.lineCap = "round";
    for (const one of strokes) {
      pen.beginPath();
      for (const [x, y] of one) pen.lineTo((x / 1000) * canvas.width, (y / 1000) * canvas.height);
      pen.stroke();
    }
    kept.value = strokes.length ? JSON.stringify(strokes) : "";
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    strokes.push(stroke);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    stroke.push(point(event));
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      stroke = null;
    });
  }
  draw();
  box.querySelector("[data-sign-clear]").addEventListener("click", () => {
    strokes = [];
    draw();
    canvas.focus();
  });
}
