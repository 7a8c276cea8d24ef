// The desk's own script: keys, theme, copying, cards and marks that light up together. Pages work without it.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Theme: kept in a cookie that the server reads, so that charts come in the right colours.
function turnTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme === "dark" || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  document.cookie = `theme=${dark ? "light" : "dark"}; path=/; max-age=31536000; samesite=lax`;
  const here = new URL(location.href);
  here.searchParams.delete("theme");
  if (here.href === location.href || document.forms.length === 0) location.reload();
  else location.replace(here);
}

// Rows and cards: j and k go through them, Enter opens the first link.
let at = -1;
function go(step) {
  const rows = all("[data-row]");
  if (!rows.length) return;
  at = Math.max(0, Math.min(rows.length - 1, at + step));
  rows.forEach((row, n) => row.classList.toggle("here", n === at));
  const link = one("a, summary, [tabindex]", rows[at]);
  if (link) link.focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
}

function follow(rel) {
  const link = one(`a[rel="${rel}"]`);
  if (link) link.click();
}

const keys = {
  "/": () => one("#find").focus(),
  j: () => go(1),
  k: () => go(-1),
  n: () => follow("next"),
  p: () => follow("prev"),
  t: turnTheme,
  "?": () => one("#keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement) document.activeElement.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// Whatever names the same event lights up with it: words in the text, cards beside it.
function light(names, on) {
  for (const name of names.split(" ")) {
    for (const other of all(`[data-e~="${CSS.escape(name)}"]`)) other.classList.toggle("lit", on);
  }
}
for (const [begin, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(begin, (event) => {
    const named = event.target.closest?.("[data-e]");
    if (named) light(named.dataset.e, on);
  });
}

// Copy buttons.
for (const box of all(".copy")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    const text = one("pre", box).textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(one("pre", box));
      button.textContent = "Selected";
    }
  });
  box.append(button);
}

// Facets stand open where there is room for them.
const facets = one("#facets");
if (facets && matchMedia("(min-width: 60rem)").matches) facets.open = true;

for (const [id, act] of [["theme", turnTheme], ["help", keys["?"]]]) {
  const button = one(`#${id}`);
  button.hidden = false;
  button.addEventListener("click", act);
}

// While the server works, say so; a file that is chosen or dropped fills the text.
for (const form of all("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const button = one("button", form);
    button.textContent = form.dataset.busy;
    button.setAttribute("aria-busy", "true");
  });
}

for (const form of all("form[data-drop]")) {
  const file = one("input[type=file]", form);
  const over = (on) => (event) => {
    event.preventDefault();
    form.classList.toggle("over", on);
  };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) file.files = event.dataTransfer.files;
  });
}
