// On a wide screen the definition of a term stands in the margin, level with the word that it explains.

const GAP = 12;

/** A note in the margin for every entry that a term of the running text points to. */
export function start(article) {
  const notes = [];
  for (const link of article.querySelectorAll("a.atlas-term[data-card]")) {
    const entry = document.getElementById(link.dataset.card);
    if (!entry || link.closest("table, figure, details, .atlas-start")) continue;
    const note = document.createElement("div");
    note.className = "atlas-margin";
    note.setAttribute("aria-hidden", "true"); // the same words stand at the page's end, where the link's card has them from
    note.append(...[...entry.cloneNode(true).childNodes]);
    note.querySelectorAll("a").forEach((name) => name.replaceWith(...name.childNodes));
    notes.push([link, note]);
  }
  article.append(...notes.map(([, note]) => note));
  const place = () => {
    let free = 0;
    const from = article.getBoundingClientRect().top;
    const tops = notes.map(([link]) => link.getBoundingClientRect().top - from);
    const heights = notes.map(([, note]) => note.offsetHeight);
    notes.forEach(([, note], index) => {
      const top = Math.max(tops[index], free);
      note.style.top = `${top}px`;
      free = top + heights[index] + GAP;
    });
  };
  new ResizeObserver(place).observe(article);
}
