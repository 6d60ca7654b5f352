// What every article does: the language switch keeps the section, citations and terms show cards, lists can be filtered.


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
document.body.append(card);
let owner = null;
let timer = 0;

/** Fill the card from the entry at the page's end and place it below (or above) its link. */
function show(link) {
  clearTimeout(timer);
  const entry = document.getElementById(link.dataset.card);
  if (!entry || owner === link) return;
  hide();
  owner = link;
  card.replaceChildren(...[...entry.cloneNode(true).childNodes]);
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

for (const link of document.querySelectorAll("a[data-card]")) {
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
addEventListener("beforeprint", () => document.querySelectorAll(".atlas-terms").forEach((node) => { node.open = true; }));

// --- Search: what is pasted, spoken or composed is asked too, and the list says what the theme has no words for -----------

const box = document.querySelector("[data-md-component=search-query]");
for (const kind of ["input", "compositionend"]) box?.addEventListener(kind, () => box.dispatchEvent(new Event("keyup")));
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
