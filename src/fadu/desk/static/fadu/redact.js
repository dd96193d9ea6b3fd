// Draw rectangles on the pages of «登记遮盖»; without this file their numbers are typed in.
"use strict";
(() => {
  const list = document.querySelector("[data-areas]");
  if (!list) return;
  const ground = document.getElementById("ground");
  const shape = () => document.createElementNS("http://www.w3.org/2000/svg", "rect");

  function place(svg, event) {
    const frame = svg.getBoundingClientRect();
    const part = (at, from, size) => Math.min(1, Math.max(0, (at - from) / size));
    return [part(event.clientX, frame.left, frame.width), part(event.clientY, frame.top, frame.height)];
  }

  function show(svg, rect, a, b) {
    const { width, height } = svg.viewBox.baseVal;
    rect.setAttribute("x", Math.min(a[0], b[0]) * width);
    rect.setAttribute("y", Math.min(a[1], b[1]) * height);
    rect.setAttribute("width", Math.abs(a[0] - b[0]) * width);
    rect.setAttribute("height", Math.abs(a[1] - b[1]) * height);
  }

  function keep(page, rect, a, b) {
    const low = (i) => Math.floor(Math.min(a[i], b[i]) * 1000);
    const high = (i) => Math.ceil(Math.max(a[i], b[i]) * 1000);
    const label = document.createElement("label");
    const box = document.createElement("input");
    const words = document.createElement("span");
    label.className = "pick";
    Object.assign(box, { type: "checkbox", name: "area", checked: true });
    box.value = [page, low(0), low(1), high(0), high(1), ground.value].join(",");
    box.addEventListener("change", () => { rect.classList.toggle("off", !box.checked); });
    words.textContent = `${list.dataset.words.replace("{n}", page)} · ${ground.selectedOptions[0].text}`;
    label.append(box, words);
    list.append(label);
  }

  for (const svg of document.querySelectorAll("svg[data-page]")) {
    svg.addEventListener("pointerdown", (down) => {
      if (down.button !== 0) return;
      down.preventDefault();
      const start = place(svg, down);
      const rect = shape();
      rect.setAttribute("class", "drawn");
      svg.append(rect);
      svg.setPointerCapture(down.pointerId);
      const move = (event) => show(svg, rect, start, place(svg, event));
      const end = (event) => {
        svg.removeEventListener("pointermove", move);
        svg.removeEventListener("pointerup", end);
        svg.removeEventListener("pointercancel", end);
        const stop = place(svg, event);
        const large = Math.abs(stop[0] - start[0]) > 0.004 && Math.abs(stop[1] - start[1]) > 0.003;
        if (event.type === "pointerup" && large) keep(svg.dataset.page, rect, start, stop);
        else rect.remove();
      };
      svg.addEventListener("pointermove", move);
      svg.addEventListener("pointerup", end);
      svg.addEventListener("pointercancel", end);
    });
  }

  for (const tick of document.querySelectorAll("[data-bar]")) {
    tick.addEventListener("change", () => {
      for (const rect of document.querySelectorAll(`rect[data-for="${tick.dataset.bar}"]`)) rect.classList.toggle("off", !tick.checked);
    });
  }
})();
