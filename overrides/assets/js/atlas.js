// What every page does: it keeps the section when the language is switched, shows cards for citations and terms, follows the
// reader in the list of parts, remembers the palette, and fetches what only some pages or readers need.

// --- Language switch: remember the choice, keep the section ---------------------------------------------------------

/** The id of the last heading above a third of the window: where the reader is. */
function currentSection() {
  const headings = [...document.querySelectorAll(".md-content :is(h1, h2, h3)[id]")];
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
  const here = passed.at(-1);
  return here && here !== headings[0] ? `#${here.id}` : "";
}

/** An address inside the page that was asked for and is still in view wins over the reader's scrolling. */
function section() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) {
    const box = target.getBoundingClientRect();
    if (box.bottom > 0 && box.top < innerHeight) return location.hash;
  }
  return currentSection();
}

for (const link of document.querySelectorAll("a[data-language]")) {
  const page = link.href;
  const point = () => { link.href = page + section(); };
  link.addEventListener("pointerdown", point);
  link.addEventListener("focus", point);
  link.addEventListener("click", () => {
    point();
    try { localStorage.setItem("atlas-language", link.dataset.language); } catch { /* storage is closed */ }
  });
}

// --- Cards: what a citation or a term stands for, on hover, focus and tap ----------------------------------------------

const card = document.createElement("div");
card.className = "atlas-card md-typeset";
card.id = "atlas-card";
card.role = "tooltip";
card.hidden = true;
document.querySelector("main").append(card);
let owner = null;
let timer = 0;

/** Fill the card from the entry at the page's end and place it below (or above) its link. */
function show(link) {
  clearTimeout(timer);
  const entry = document.getElementById(link.dataset.card ?? decodeURIComponent(link.hash.slice(1)));
  if (!entry || owner === link) return;
  hide();
  owner = link;
  const shown = document.createElement(entry.parentNode.localName === "dl" ? "dl" : "div");
  shown.append(...entry.cloneNode(true).childNodes);
  card.replaceChildren(shown);
  card.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
  card.hidden = false;
  link.setAttribute("aria-describedby", "atlas-card");
  const box = link.getBoundingClientRect();
  const room = document.documentElement.clientWidth - card.offsetWidth - 8;
  card.style.left = `${scrollX + Math.max(8, Math.min(box.left, room))}px`;
  const below = box.bottom + card.offsetHeight + 12 < innerHeight || box.top < card.offsetHeight + 12;
  card.style.top = `${scrollY + (below ? box.bottom + 4 : box.top - card.offsetHeight - 4)}px`;
}

function hide() {
  clearTimeout(timer);
  owner?.removeAttribute("aria-describedby");
  owner = null;
  card.hidden = true;
}

const later = () => { clearTimeout(timer); timer = setTimeout(hide, 250); };

for (const link of document.querySelectorAll("a[data-card], .atlas-cite a")) {
  let touched = false;
  link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
  link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later());
  link.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse"; });
  link.addEventListener("focus", () => show(link));
  link.addEventListener("blur", later);
  // The first tap shows the card, which holds the link; a mouse or the keyboard follows the link at once.
  link.addEventListener("click", (event) => { if (touched) { event.preventDefault(); show(link); } });
}
card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", later);
card.addEventListener("focusin", () => clearTimeout(timer));
card.addEventListener("focusout", later);
addEventListener("keydown", (event) => event.key === "Escape" && hide());
addEventListener("pointerdown", (event) => { if (owner && !card.contains(event.target) && !owner.contains(event.target)) hide(); });

// --- Disclosures open when something inside them is asked for, and on paper ----------------------------------------------

function openTo(hash) {
  let node = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  for (; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
}
openTo(location.hash);
addEventListener("hashchange", () => openTo(location.hash));
addEventListener("beforeprint", () => document.querySelectorAll(".atlas-terms, .atlas-citing").forEach((node) => { node.open = true; }));

// --- Palette: as the system has it, light or dark; partials/atlas/palette.js sets it before anything is painted ------------

const palettes = ["auto", "light", "dark"];
const dark = matchMedia("(prefers-color-scheme: dark)");
const switcher = document.querySelector(".atlas-palette");
const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; /* storage is closed */ } };

/** Paint in a palette, and name on the button what a press would do. */
function paint(palette) {
  document.body.dataset.mdColorScheme = (palette === "auto" ? dark.matches : palette === "dark") ? "slate" : "default";
  switcher.setAttribute("aria-label", switcher.title = switcher.dataset[palette]);
  switcher.value = palette;
}
paint(stored("atlas-palette") ?? "auto");
switcher.hidden = false;
switcher.addEventListener("click", () => {
  const next = palettes[(palettes.indexOf(switcher.value) + 1) % palettes.length];
  try { next === "auto" ? localStorage.removeItem("atlas-palette") : localStorage.setItem("atlas-palette", next); } catch { /* storage is closed */ }
  paint(next);
});
dark.addEventListener("change", () => paint(switcher.value));

// --- Lists beside the article: open where there is room, closed once they have led somewhere; the part at hand is marked ----

const room = matchMedia("(min-width: 76.25em)");
const lists = document.querySelectorAll(".atlas-beside");
const fit = () => lists.forEach((list) => { list.open = room.matches; });
fit();
room.addEventListener("change", fit);
lists.forEach((list) => list.addEventListener("click", ({ target }) => { if (target.closest("a") && !room.matches) list.open = false; }));

const parts = new Map([...document.querySelectorAll(".atlas-beside--page a")].map((link) => [link.hash.slice(1), link]));
const passing = new IntersectionObserver(() => {
  const here = currentSection().slice(1);
  for (const [id, link] of parts) id === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
}, { rootMargin: "0px 0px -66% 0px" });
for (const id of parts.keys()) passing.observe(document.getElementById(id));

// --- Code that is wider than its box scrolls, by keyboard too --------------------------------------------------------------------

const reach = () => document.querySelectorAll("pre > code").forEach((code) => {
  if (code.scrollWidth > code.clientWidth) code.tabIndex = 0; else code.removeAttribute("tabindex");
});
reach();
addEventListener("resize", reach);

// --- The lists of pages and of sections: what is at hand is in view --------------------------------------------------------

const menu = document.querySelector(".atlas-beside--section");
const page = menu?.querySelector("[aria-current]");
if (page) menu.scrollTop = page.offsetTop - menu.clientHeight / 2;
const tab = document.querySelector(".atlas-tabs [aria-current]");
if (tab) tab.closest("ul").scrollLeft = tab.offsetLeft - (innerWidth - tab.offsetWidth) / 2;

// --- Copying: what is there to be cited can be taken with one press ------------------------------------------------------------

for (const text of navigator.clipboard ? document.querySelectorAll("[data-copy] dd span") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "atlas-copy";
  const words = text.closest("[data-copy]").dataset;
  button.textContent = words.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.innerText.trim());
    button.textContent = words.copied;
  });
  text.after(" ", button);
}

// --- Search: the theme's script comes when the reader turns to the box, or to an address that asks for it ------------------------

const box = document.querySelector("[data-md-component=search-query]");
const opened = document.getElementById("__search");
let called = false;

function callTheme() {
  if (called) return;
  called = true;
  // It looks for a drawer, which our pages do without.
  document.body.insertAdjacentHTML("beforeend", '<input type="checkbox" data-md-toggle="drawer" hidden>');
  const script = document.createElement("script");
  script.src = document.getElementById("__config").dataset.script;
  document.body.append(script);
}
for (const kind of ["pointerenter", "focus"]) box.addEventListener(kind, callTheme);
opened.addEventListener("change", () => { callTheme(); if (opened.checked) box.focus(); });
if (/[?&][qh]=/.test(location.search)) callTheme();
addEventListener("keydown", (event) => {
  if (opened.checked && event.target === document.body) box.focus(); // the jump to an address's section takes the focus away
  // The theme's script closes it too, but may be still on its way.
  if (event.key === "Escape" && opened.checked) { opened.click(); box.blur(); }
  const typing = event.target.closest("input, textarea, select, [contenteditable]") || event.metaKey || event.ctrlKey || event.altKey;
  if (typing || opened.checked || !["f", "s", "/"].includes(event.key)) return;
  event.preventDefault();
  opened.click();
});
const opener = document.querySelector("label[for=__search].md-header__button svg"); // a label itself may be no button
Object.assign(opener, { role: "button", tabIndex: 0, ariaLabel: document.querySelector(".md-search").ariaLabel });
opener.addEventListener("keydown", (event) => { if (["Enter", " "].includes(event.key)) { event.preventDefault(); opened.click(); } });
for (const kind of ["input", "compositionend"]) box.addEventListener(kind, () => box.dispatchEvent(new Event("keyup")));
document.addEventListener("atlas-search", ({ detail: { data } }) => {
  if (!data) return;
  const meta = document.querySelector(".md-search-result__meta");
  if (data.failed) meta.textContent = meta.dataset.failed;
  else if (data.meta) meta.textContent = data.meta;
  if (data.note) meta.nextElementSibling.insertAdjacentHTML("beforeend", `<li class="atlas-note">${data.note}</li>`);
});

// --- Filters: only pages that have one ask for the code --------------------------------------------------------------------

if (document.querySelector("[data-filter]")) import("./filter.js").then((module) => module.start(document));
if (document.querySelector("[data-self-test]")) import("./self-test.js").then((module) => module.start(document));

// --- Both languages: nothing is loaded before the button or Alt+L asks for it, here or on the page before ------------------

const both = document.querySelector("[data-both]");
if (both) {
  const failed = both.querySelector("[data-both-failed]");
  const turn = () => {
    failed.hidden = true;
    import("./both.js").then((module) => module.turn(both)).catch(() => { failed.hidden = false; });
  };
  const button = both.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", turn);
  addEventListener("keydown", (event) => {
    // Where Alt makes another letter of it, as on a Mac, the place of the key counts.
    const key = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() === "l" : event.code === "KeyL";
    if (!key || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    turn();
  });
  try { if (localStorage.getItem("atlas-both")) turn(); } catch { /* storage is closed */ }
}

// --- The margin of a wide screen: asked for where there is one ----------------------------------------------------------------

if (matchMedia("(min-width: 100em)").matches) import("./margin.js").then((module) => module.start(document.querySelector("article")));
