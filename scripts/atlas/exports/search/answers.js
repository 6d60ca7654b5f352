// Answers: names and texts together, best first, in the words of the theme's list of results.

const MOST = 10;
const SNIPPET = 120;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (one) => ESCAPES[one]);

/** Above this a name is what was asked for, whatever the texts say. */
const STRONG = 0.55;

/** One score from that of the name and that of the text. */
const together = (name, text) => (name >= STRONG ? name + 0.01 * text : 0.3 * name + 0.54 * text);

/**
 * The best places for a query, each once: {url, score, name, text, entry, by, section}. `library` holds `entries`
 * (names.js) and, once they have come, `texts` (texts.js).
 */
function rank(library, query) {
  const places = new Map();
  const place = (url) => places.get(url) ?? places.set(url, { url, name: 0, text: 0 }).get(url);
  for (const { entry, score, by } of findNames(library.entries, query, library.texts && isKnown(library.texts, query))) {
    const here = place(entry.url);
    if (score > here.name) Object.assign(here, { name: score, entry, by });
  }
  if (library.texts) {
    for (const { section, score } of findTexts(library.texts, query).slice(0, 60)) {
      Object.assign(place(section.url), { text: score, section });
    }
  }
  const ranked = [...places.values()];
  for (const one of ranked) one.score = together(one.name, one.text);
  return ranked.sort((one, two) => two.score - one.score || one.url.length - two.url.length);
}

/** The names that look most like a query that finds nothing, by the pairs of letters that they share (Dice). */
function nearest(library, query, most = 3) {
  const pairs = (text) => new Set(Array.from({ length: Math.max(1, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
  const asked = pairs(compact(fold(query)));
  const alike = ({ key }) => {
    const own = pairs(key);
    return (2 * [...asked].filter((pair) => own.has(pair)).length) / (asked.size + own.size);
  };
  const scored = library.entries.map((entry) => ({ entry, score: Math.max(...entry.names.map(alike)) }));
  return scored.filter(({ score }) => score > 0.1).sort((one, two) => two.score - one.score).slice(0, most).map(({ entry }) => entry);
}

/**
 * What the page is told of a query: {items, best}, and {meta, note} where the theme has no words for it. Each item of
 * the theme's list is one place {location, title, text, score, terms}, title and text as HTML; the first one, if it is a
 * concept that is explained on a page, has its entry of the glossary below it.
 */
function answer(library, query) {
  const ranked = rank(library, query);
  const best = ranked[0]?.score ?? 0;
  const told = new Set(ranked.map(({ entry }) => entry?.entry)); // concepts that are explained elsewhere stand there alone
  const kept = ranked.filter(({ url, score }) => score > Math.min(0.1, best * 0.12) && !told.has(url)).slice(0, MOST);
  const sought = [...new Set(runs(content(fold(query))))];
  const items = kept.map((place, at) => group(library, place, sought, at));
  return items.length ? { items, best } : { items, best, ...nothing(library, query) };
}

/** Links to the names that look most like what was typed, and to the pages that list much. */
function nothing(library, query) {
  const { none, nothing: plain, look, comma, pages } = library.said;
  const close = nearest(library, query).map(({ title, url }) => link(library, title, url)).join(comma);
  const lists = pages.map(([title, url]) => link(library, title, url)).join(comma);
  return { meta: close ? none : plain, note: `${close ? `<p>${close}</p>` : ""}<p>${escaped(look)} ${lists}</p>` };
}

/** One line that offers what only the other language has. */
const offer = ({ said }, from, { url, entry, section }) => `<p>${escaped(said.other)} ${link(from, (section ?? entry).title, url, from.lang)}</p>`;

function link(library, title, url, lang = "") {
  const href = new URL(`../${address(library, url)}`, self.location);
  return `<a href="${href}"${lang && ` hreflang="${lang}" lang="${lang}"`} tabindex="-1">${escaped(title)}</a>`;
}

const address = ({ lang }, url) => `${lang}/${url}`;

function group(library, { url, entry, by, section, score }, sought, at) {
  const { lang, texts, headings } = library;
  const concept = entry?.kind === "concept" ? entry : null;
  const own = concept && texts ? texts.at.get(concept.entry || concept.url) : null;
  const title = concept ? named(concept, lang) : (section?.title ?? entry.title);
  const said = own ?? section ?? texts?.at.get(url);
  const text = said ? marked(said.text, sought, concept ? said.text.length : SNIPPET) : "";
  const [page, heading] = headings.get(url) ?? headings.get(url.replace(/#.*/, "")) ?? [];
  const where = [page, heading].filter((one) => one && one !== title).join(" › ");
  const lines = [where ? `<span class="atlas-where">${escaped(where)}</span>` : "", text];
  const head = { location: address(library, url), title: marked(title, sought), text: lines.join(""), score, terms: highlighted(said, by, title, sought) };
  if (at || !concept?.entry) return [head];
  const below = { ...head, location: address(library, concept.entry), title: escaped(library.said.glossary), text: "" };
  // The theme sets the one without a section above the other, and if there is none, the last.
  return url.includes("#") ? [below, head] : [head, below];
}

/** A concept's label with its abbreviation. */
function named({ title, abbr }, lang) {
  if (!abbr || HAN.test(abbr) || abbr.length > 8) return title;
  return lang === "zh" ? `${title}（${abbr}）` : `${title} (${abbr})`;
}

/** What the page that is opened shall highlight: the name that was found, else what of the query stands in its text; see found.js. */
function highlighted(said, by, title, sought) {
  const found = said && !by ? places(said.text, sought).map(([start, end]) => said.text.slice(start, end).toLowerCase()) : [];
  const terms = [...new Set(found)].filter((term) => term.length > 1).slice(0, 3);
  return Object.fromEntries((terms.length ? terms : [by?.text ?? title]).map((term) => [term.replace(/\s+/g, "_"), true]));
}

/** Where words of the query stand in a text: [start, end] of each, in order and apart. */
function places(text, sought) {
  const low = text.toLowerCase();
  const whole = low.length === text.length ? [...low].map((one) => han.simple.get(one) ?? one).join("") : low;
  const found = [];
  for (const word of sought) {
    const parts = HAN.test(word) && !whole.includes(word) ? terms(word) : [word];
    for (const part of parts) {
      for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + part.length)) {
        if (HAN.test(part) || !/[\p{L}\p{N}]/u.test(whole[at - 1] ?? " ")) found.push([at, at + part.length]);
      }
    }
  }
  const apart = [];
  for (const [start, end] of found.sort((one, two) => one[0] - two[0])) {
    const last = apart.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}

/** A text as HTML with the words of the query marked; a long one is cut to where most of them stand. */
function marked(text, sought, most = text.length) {
  let shown = text, before = "", after = "";
  if (text.length > most * 1.3) {
    const spots = places(text, sought);
    const held = (start) => spots.filter(([from]) => from >= start && from < start + most).length;
    const start = spots.map(([from]) => Math.max(0, from - 20)).reduce((best, from) => (held(from) > held(best) ? from : best), 0);
    const blank = start ? text.slice(start, start + 15).search(/[\s，。；、]/) + 1 : 0;
    shown = text.slice(start + blank, start + blank + most).replace(/\s+\S{0,12}$/, "");
    before = start ? "…" : "";
    after = "…";
  }
  let html = "", from = 0;
  for (const [start, end] of places(shown, sought)) {
    html += `${escaped(shown.slice(from, start))}<mark>${escaped(shown.slice(start, end))}</mark>`;
    from = end;
  }
  return before + html + escaped(shown.slice(from)) + after;
}
