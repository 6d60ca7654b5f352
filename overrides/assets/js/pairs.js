// Which block of a page stands opposite which block of the same page in the other language?
//
// Both have the same ids, and below each id the same kinds of blocks in the same order. Nothing is guessed: where the
// kinds part, the other side's list, table or section is given whole.

const HEADING = "h1, h2, h3, h4, h5, h6";
/** What begins a section: a heading, or an entry of a list whose order may differ between the languages. */
const ANCHOR = `:is(${HEADING}, section, article, li, tr)[id]`;
/** Given whole, not piece by piece. */
const WHOLE = "figure, svg, pre, .highlight, .atlas-math, .atlas-facts";
/** Cannot be followed by a whole copy of themselves: what holds them is given whole instead. */
const CELLS = "li, dt, dd, tr, td, th, thead, tbody, summary";
/** The same works and terms in both languages, controls, and what belongs to one language: its news, its alphabet. */
const SKIPPED = ".atlas-sources, .atlas-terms, .atlas-cited-by, .atlas-page-foot, .atlas-newer, .atlas-filter, "
  + ".atlas-place, .atlas-twin, .atlas-citing, .atlas-start > p:not(.atlas-definition), .atlas-margin, "
  + ".atlas-letters, .atlas-letter > h2, .atlas-map summary, .atlas-start summary, [data-both], [role=status], .atlas-lab";
const INLINE = /^(a|abbr|b|bdi|br|button|cite|code|del|dfn|em|i|img|ins|kbd|mark|math|q|s|small|span|strong|sub|sup|time|u|wbr)$/;

/** A fragment of copies of nodes, without what is never repeated. */
export function copies(nodes) {
  const holder = document.createDocumentFragment();
  holder.append(...nodes.map((node) => document.importNode(node, true)));
  holder.querySelectorAll(`.headerlink, ${SKIPPED}`).forEach((one) => one.remove());
  return holder;
}

/** The letters, digits and symbols of nodes; of code, all of it. What differs in nothing else need not be shown twice. */
function said(nodes) {
  const text = copies(nodes).textContent;
  return nodes[0].matches?.("pre, .highlight") ? text : text.normalize("NFKC").replace(/[\s\p{P}\u2060]/gu, "");
}

/** What an element holds, in order: blocks, and runs of text as arrays of nodes. */
function parts(element) {
  const found = [];
  let run = null;
  for (const node of element.childNodes) {
    if (node.nodeType !== Node.ELEMENT_NODE || (INLINE.test(node.localName) && !node.matches(SKIPPED))) {
      if (!run) found.push((run = []));
      run.push(node);
    } else {
      run = null;
      // The theme's script lays boxes around a table, which the fetched page does not have.
      const boxed = node.matches(":has(> table:only-child, > div:only-child > table:only-child)");
      if (!node.matches(SKIPPED)) found.push(boxed ? node.querySelector("table") : node);
    }
  }
  return found.filter((part) => !Array.isArray(part) || part.some((node) => node.textContent.trim()));
}

/** Map id → the parts between that id and the next. */
function sections(article) {
  let here = [];
  const found = new Map([["", here]]);
  const walk = (parent) => {
    for (const part of parts(parent)) {
      const heading = part.matches?.(HEADING);
      if (part.matches?.(ANCHOR)) found.set(part.id, (here = heading ? [part] : []));
      else if (!part.querySelector?.(ANCHOR)) here.push(part);
      if (!heading && part.matches?.(`${ANCHOR}, :has(${ANCHOR})`)) walk(part);
    }
  };
  walk(article);
  return found;
}

const kinds = (list) => list.map((part) => part.localName ?? "text").join();

/** The pairs of two lists of parts, or null where they do not correspond. */
function align(ours, theirs) {
  if (kinds(ours) !== kinds(theirs)) return null;
  const pairs = [];
  for (const [place, part] of ours.entries()) {
    const other = theirs[place];
    if (Array.isArray(part)) pairs.push({ form: "beside", part, nodes: other });
    else if (part.matches(HEADING)) pairs.push({ form: "heading", part, nodes: [other] });
    else {
      const inside = part.matches(WHOLE) ? null : align(parts(part), parts(other));
      if (!inside && part.matches(CELLS)) return null;
      pairs.push(...(inside ?? [{ form: "whole", part, nodes: [other] }]));
    }
  }
  return pairs;
}

/** Stands in both languages already: the title, by the link below it, and a heading of the glossary. */
const NAMED = "h1:has(~ .atlas-start), :has(.atlas-foreign)";
/** Whether a pair tells its reader anything. */
function differs({ form, part, nodes }) {
  return said([part].flat()) !== said(nodes) && !(form === "heading" && part.matches(NAMED));
}

/**
 * The counterparts of an article: [{form, part, nodes}], where `nodes` of `their` article go beside, below or after
 * our `part`, a block or a run of nodes. `apart` names the sections that do not correspond.
 */
export function pairing(article, their) {
  const [ours, theirs] = [sections(article), sections(their)];
  const [pairs, apart] = [[], []];
  let last = "";
  for (const [id, list] of theirs) {
    if (ours.get(id)?.length) last = id;
    const aligned = align(ours.get(id) ?? [], list);
    if (aligned) pairs.push(...aligned.filter(differs));
    else {
      apart.push(id);
      pairs.push({ form: "whole", part: ours.get(last).at(-1), nodes: list.flat() });
    }
  }
  return { pairs, apart, sections: theirs.size };
}
