// Reading in two languages: every block of the article gets its counterpart from the same page in the other language.
import { copies, pairing } from "./pairs.js";

const ARTICLE = "article.md-content__inner";
const BLOCK = ":is(p, li, dt, dd, td, th, figure, pre, summary, h1, h2, h3, h4)";

/** Copies of another page's nodes that can stand here: no id twice, and links that lead where they led. */
function guests(nodes, address) {
  const holder = copies(nodes);
  for (const node of holder.querySelectorAll("[id]")) if (!node.closest("svg")) node.removeAttribute("id");
  // A card would tell in the page's language what the reader just read in the other: these links are only links.
  for (const node of holder.querySelectorAll("[data-card]")) delete node.dataset.card;
  for (const [name, found] of [["href", "a[href]"], ["src", "img[src]"]]) {
    for (const node of holder.querySelectorAll(found)) {
      const target = node.getAttribute(name);
      const here = target.startsWith("#") && document.getElementById(decodeURIComponent(target.slice(1)));
      if (!here) node.setAttribute(name, new URL(target, address).href);
    }
  }
  return holder;
}

function element(name, className, ...nodes) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...nodes);
  return made;
}

/** Put a counterpart into the page; returns what takes it out again. */
function insert({ form, part, nodes }, { lang, address }) {
  const name = { beside: "span", heading: "p", whole: "div" }[form];
  const shown = guests(form === "heading" ? [...nodes[0].childNodes] : nodes, address);
  const other = element(name, `atlas-pair__other atlas-pair__${form}`, shown);
  other.lang = lang;
  if (form !== "beside") {
    [part].flat().at(-1).after(other);
    return () => other.remove();
  }
  const own = element("span", "atlas-pair__own");
  const pair = element("span", "atlas-pair", own, other);
  part[0].before(pair);
  own.append(...part);
  return () => pair.replaceWith(...own.childNodes);
}

/** Change the page, and leave the block that crosses a third of the window where it is on screen. */
function steadily(article, change) {
  const own = [...article.querySelectorAll(`${BLOCK}:not(:has(${BLOCK}), .atlas-pair__other, .atlas-pair__other *)`)];
  // What a closed disclosure hides has a place all the same.
  const read = own.find((block) => block.getBoundingClientRect().bottom > innerHeight / 3 && block.checkVisibility());
  const before = read?.getBoundingClientRect().top;
  const focused = document.activeElement; // a link that moves into a pair would lose it
  change();
  focused?.focus({ preventScroll: true });
  if (read) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}: ${address}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { article: page.querySelector(ARTICLE), lang: page.documentElement.lang, address };
}

let wanted = false;
let their = null;
let undo = null;

/** Show both languages or, where they are shown or on their way, one again. Throws if the other page cannot be had. */
export async function turn(controls) {
  const state = (on) => controls.querySelector("button").setAttribute("aria-pressed", wanted = on);
  state(!wanted);
  try {
    if (wanted) their ??= await fetched(document.querySelector(".atlas-switch").href.split("#")[0]);
  } catch (error) {
    state(false);
    throw error;
  }
  if (wanted === Boolean(undo)) return; // asked otherwise while the page was on its way
  const article = document.querySelector(ARTICLE);
  steadily(article, () => {
    document.documentElement.toggleAttribute("data-both-shown", wanted);
    if (wanted) undo = pairing(article, their.article).pairs.map((pair) => insert(pair, their));
    else undo = undo.forEach((back) => back()) ?? null;
  });
  controls.querySelector("[data-both-said]").textContent = wanted ? controls.dataset.shown : controls.dataset.hidden;
  try { localStorage.setItem("atlas-both", wanted ? "1" : ""); } catch { /* storage is closed */ }
}
