// Texts: which sections speak of what the reader asks? MiniSearch indexes them when they have come.

/** A Latin word without its commonest endings. */
function stem(word) {
  if (word.length < 5 || HAN.test(word)) return singular(word);
  return singular(word).replace(/(?<=[a-z]{4})(ing|ed|es|e)$/, "");
}

/**
 * What finds concepts in a text by any of their names: the longest name at each place, whole words only.
 * `find(text)` gives the ids, and the text without the names.
 */
function conceptFinder(entries) {
  const byStart = new Map();
  for (const { id, names } of entries.filter((entry) => entry.kind === "concept")) {
    for (const key of names.filter((name) => name.key.length > 1).map(({ words }) => words.map(stem).join(""))) {
      const same = byStart.get(key.slice(0, 2)) ?? byStart.set(key.slice(0, 2), new Map()).get(key.slice(0, 2));
      same.set(key, new Set([...(same.get(key) ?? []), id]));
    }
  }
  for (const [start, keys] of byStart) byStart.set(start, [...keys].sort(([one], [two]) => two.length - one.length));
  return (folded) => {
    const words = runs(folded).map(stem);
    const text = words.join("");
    const starts = new Set();
    let at = 0;
    for (const word of words) {
      if (HAN.test(word)) for (let step = 0; step < word.length; step += 1) starts.add(at + step);
      else starts.add(at);
      at += word.length;
    }
    starts.add(at);
    const ids = [];
    const named = new Array(text.length).fill(false);
    for (let place = 0; place < text.length; ) {
      const hit = starts.has(place) && (byStart.get(text.slice(place, place + 2)) ?? []).find(([key]) => {
        const end = place + key.length;
        return text.startsWith(key, place) && starts.has(end);
      });
      if (!hit) { place += 1; continue; }
      ids.push(...[...hit[1]].map((id) => `#${id}`));
      const end = place + hit[0].length;
      named.fill(true, place, end);
      place = end;
    }
    /** The words, or parts of them, that are within names, or not. */
    const parts = (inside) => {
      let from = 0;
      return words.map((word) => {
        const start = from;
        from += word.length;
        return [...word].map((one, step) => (named[start + step] === inside ? one : " ")).join("");
      }).join(" ");
    };
    return { ids, rest: parts(false), names: parts(true) };
  };
}

/** Terms of a folded text: stems of Latin words, and pairs of neighbouring Han characters (one alone is a term). */
function terms(folded) {
  return runs(folded).flatMap((run) => {
    if (!HAN.test(run)) return [stem(run)];
    return run.length === 1 ? [run] : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
  });
}

const HEAD = ["title", "names", "asked", "page"];
const BOOST = { title: 3, names: 3, asked: 3, page: 2, text: 1 };

/** An index of text-<lang>.json, its sections joined with the entries of the names that lie there. */
function readTexts({ asked, ...data }, entries, MiniSearch) {
  const called = new Map();
  for (const entry of entries) {
    if (entry.kind !== "concept") entry.names.push(...(asked[entry.url] ?? []).map((text) => nameOf(text, TYPED)));
    for (const url of [entry.url, entry.entry]) if (url) called.set(url, [...(called.get(url) ?? []), entry]);
  }
  const documents = [];
  let page = "";
  for (const [kind, rows] of Object.entries(data)) {
    for (const [url, title, text, note] of rows) {
      if (kind === "sections" && !url.includes("#")) page = title;
      const here = called.get(url) ?? [];
      const sought = here.filter((one) => one.kind !== "concept").flatMap((one) => one.names.slice(1)).map((one) => one.text);
      const names = here.filter((one) => one.kind === "concept").flatMap((one) => one.names).map((one) => one.text);
      documents.push({ id: documents.length, kind, url, title, page: kind === "sections" && url.includes("#") ? page : "",
        text: note ? `${text} ${note}` : text, names: names.join(" \n"), asked: sought.join(" \n") });
    }
  }
  const concepts = conceptFinder(entries);
  const phrase = (text) => {
    const folded = content(fold(text));
    return new Set([...terms(folded), ...concepts(folded).ids]);
  };
  for (const one of documents) {
    const own = phrase(one.title);
    const here = called.get(one.url) ?? [];
    one.phrases = [own, ...here.flatMap((entry) => entry.names).map(({ text }) => phrase(text))];
    if (one.page) one.phrases.push(new Set([...own, ...phrase(one.page)]));
  }
  const held = new Map();
  const tokenize = (text, field) => {
    const folded = field === "asked" ? content(fold(text)) : fold(text);
    const all = [...terms(folded), ...concepts(folded).ids];
    for (const term of new Set(all)) held.set(term, (held.get(term) ?? 0) + 1);
    return all;
  };
  const index = new MiniSearch({ fields: [...HEAD, "text"], tokenize, processTerm: (term) => term });
  index.addAll(documents);
  /** How much a term tells (inverse document frequency); pairs of Han characters that stand nowhere are no words. */
  const rare = (term) => (HAN.test(term) && !held.has(term) ? 0 : Math.log(1 + documents.length / (3 + (held.get(term) ?? 0))));
  return { index, documents, concepts, rare, held, at: new Map(documents.map((one) => [one.url, one])) };
}


const long = (term) => !HAN.test(term) && !term.startsWith("#") && term.length > 3;
/** What a kind of section counts for: a source is seldom what a reader is after. */
const KIND = { sections: 1, concepts: 0.95, claims: 0.95, events: 0.95, works: 0.5 };

/** Pages on the site itself, and the list of contents, are seldom what a reader is after. */
const aside = (url) => (/^(about\/|#)/.test(url) ? 0.6 : 1);

/**
 * Sections with a score from 0 to 1: the share of the best, times how much of the query they hold, and hold in what
 * stands above their text.
 */
function findTexts({ index, documents, concepts, rare, held }, query) {
  const spotted = concepts(content(fold(query)));
  const weight = new Map(terms(spotted.names).map((term) => [term, 0.3 * rare(term)]));
  for (const term of terms(spotted.rest)) weight.set(term, rare(term));
  for (const id of spotted.ids) weight.set(id, 1.5 * rare(id));
  const asked = [...weight.keys()];
  if (!asked.length) return [];
  const whole = [...weight.values()].reduce((sum, one) => sum + one, 0);
  /** Twice what the query and a phrase have in common, over what both hold (Dice), rare terms counting for more. */
  const likeness = (phrase) => {
    let common = 0, both = whole;
    for (const term of phrase) {
      both += rare(term) * (term.startsWith("#") ? 1.5 : 1);
      if (weight.has(term)) common += weight.get(term);
    }
    return (2 * common) / both;
  };
  const share = (held) => asked.reduce((sum, term) => sum + (held(term) ? weight.get(term) : 0), 0) / whole;
  const found = index.search(asked.join(" "), {
    tokenize: (text) => text.split(" "),
    boost: BOOST,
    prefix: long,
    fuzzy: (term) => (long(term) && !held.has(term) ? 0.2 : false),
    maxFuzzy: 2,
    weights: { prefix: 0.6, fuzzy: 0.35 },
  }).map(({ id, score, queryTerms, match: at, terms: matched }) => {
    const here = new Set(queryTerms);
    const above = new Set();
    for (const [term, fields] of Object.entries(at)) {
      if (fields.some((field) => HEAD.includes(field))) above.add(term);
    }
    const near = (term) => above.has(term) || [...above].some((one) => long(term) && one.startsWith(term.slice(0, 4)));
    const section = documents[id];
    const own = Object.values(at).some((fields) => fields.some((field) => field !== "text" && field !== "page"));
    const alike = Math.max(...section.phrases.map(likeness));
    const heading = share((term) => here.has(term) && near(term)) * (own ? 1 : 0.3);
    const head = section.kind === "works" ? (alike > 0.7 ? alike : 0) : heading + alike;
    return { section, matched, raw: score, score: share((term) => here.has(term)) ** 1.5 * (0.3 + head) * KIND[section.kind] * aside(section.url) };
  });
  const most = Math.max(...found.map((one) => one.raw));
  for (const one of found) one.score *= 0.5 + 0.5 * Math.sqrt(one.raw / most);
  const best = Math.max(...found.map((one) => one.score));
  for (const one of found) one.score /= best;
  return found.sort((one, two) => two.score - one.score);
}
