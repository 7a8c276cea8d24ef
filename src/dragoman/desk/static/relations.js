// Dyads and outlook: a stretch of a chart that is drawn over; parts of a page that take long and come after it.
"use strict";

const DAY = 86_400_000;

// A day under a place in a picture: the plot lies between fixed distances from its sides, at whatever size it is shown.
function dayAt(plot, x) {
  const image = plot.querySelector("img");
  const box = image.getBoundingClientRect();
  const scale = image.naturalWidth ? box.width / image.naturalWidth : 1;
  const left = box.left + plot.dataset.left * scale;
  const width = box.width - (Number(plot.dataset.left) + Number(plot.dataset.right)) * scale;
  const share = Math.min(1, Math.max(0, (x - left) / width));
  const [from, to] = [Date.parse(plot.dataset.from), Date.parse(plot.dataset.to)];
  return new Date(from + Math.round((share * (to - from)) / DAY) * DAY).toISOString().slice(0, 10);
}

function brush(plot) {
  const form = document.querySelector("form.period");
  const shade = document.createElement("div");
  let start = null;
  shade.className = "brush";
  shade.hidden = true;
  plot.append(shade);
  plot.querySelector("img").draggable = false;
  const cover = (x) => {
    const box = plot.getBoundingClientRect();
    const image = plot.querySelector("img").getBoundingClientRect();
    shade.style.left = `${Math.min(start, x) - box.left}px`;
    shade.style.width = `${Math.abs(x - start)}px`;
    shade.style.height = `${image.height}px`;
  };
  plot.addEventListener("pointerdown", (event) => {
    if (event.target.localName !== "img" || event.button !== 0) return;
    start = event.clientX;
    plot.setPointerCapture(event.pointerId);
    cover(start);
    shade.hidden = false;
  });
  plot.addEventListener("pointermove", (event) => {
    if (start !== null) cover(event.clientX);
  });
  plot.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const ends = [start, event.clientX].sort((a, b) => a - b);
    start = null;
    shade.hidden = ends[1] - ends[0] < 6;
    if (shade.hidden) return;
    form.elements.date_from.value = dayAt(plot, ends[0]);
    form.elements.date_to.value = dayAt(plot, ends[1]);
    form.requestSubmit();
  });
  plot.addEventListener("pointercancel", () => {
    start = null;
    shade.hidden = true;
  });
}

async function load(part) {
  const words = part.querySelector("p");
  const link = words.querySelector("a");
  words.setAttribute("role", "status");
  words.className = "taken loading";
  words.textContent = part.dataset.words || "Working it out; the first time takes a while…";
  try {
    const answer = await fetch(part.dataset.load);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector(part.dataset.part) || page.querySelector("main .notice");
    if (!found) throw new Error(`no ${part.dataset.part}`);
    words.replaceWith(document.adoptNode(found));
  } catch {
    words.className = "taken";
    words.replaceChildren("It could not be fetched. ", link);
  }
}

for (const plot of document.querySelectorAll("[data-brush]")) brush(plot);
for (const part of document.querySelectorAll("[data-load]")) load(part);
for (const note of document.querySelectorAll("[data-scripted]")) note.hidden = false;
