// Texts: which sections speak of what the reader asks? MiniSearch indexes them when they have come.

/** A Latin word without its commonest endings. */
function stem(word) {
  if (word.length < 5 || HAN.test(word)) return singular(word);
  return singular(word).replace(/([a-z]{4})(ing|ed|es|e)$/, "$1");
}

/**
 * What finds concepts in a folded text by any of their names, the longest at each place and whole words only: their ids
 * with a # before them, the words that are names, and the rest.
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

/** Characters that say nothing when they are left alone. */
const LITTLE = "是在用中对有会要能被把从到让给上下里个做去来为以及或等都也就还不没我你它他这那其";

/** Terms of a folded text: stems of Latin words, and pairs of neighbouring Han characters (one alone is a term). */
function terms(folded) {
  return runs(folded).flatMap((run) => {
    if (!HAN.test(run)) return [stem(run)];
    if (run.length === 1) return LITTLE.includes(run) ? [] : [run];
    return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
  });
}

const HEAD = ["title", "names", "page"];
const BOOST = { title: 3, names: 3, asked: 1, page: 2, text: 1 };

/** Whether words are few enough to be a name. */
const short = (text) => (HAN.test(text) ? text.length < 8 : text.split(" ").length < 4);

/** An index of text-<lang>.json, its sections joined with the entries of the names that lie there. */
function readTexts({ asked, ...data }, entries, MiniSearch) {
  const called = new Map();
  for (const entry of entries) {
    entry.asked = (entry.kind !== "concept" || !entry.entry ? asked[entry.url] : null) ?? [];
    if (entry.kind !== "concept") entry.names.push(...entry.asked.flatMap((text) => [text, ...split(text)]).filter(short).map((text) => nameOf(text, TYPED)));
    for (const url of [entry.url, entry.entry]) if (url) called.set(url, [...(called.get(url) ?? []), entry]);
  }
  const documents = [];
  let page = "";
  for (const [kind, rows] of Object.entries(data)) {
    for (const [url, title, text] of rows) {
      if (kind === "sections" && !url.includes("#")) page = title;
      const here = called.get(url) ?? [];
      const sought = here.flatMap((one) => one.asked);
      const names = here.filter((one) => one.kind === "concept").flatMap((one) => one.names).map((one) => one.text);
      documents.push({ id: documents.length, kind, url, title, page: kind === "sections" && url.includes("#") ? page : "",
        text, names: names.join(" \n"), asked: sought.join(" \n") });
    }
  }
  const concepts = conceptFinder(entries);
  const held = new Map();
  const tokenize = (text, field) => {
    const folded = field === "asked" ? content(fold(text)) : fold(text);
    const all = [...terms(folded), ...concepts(folded).ids];
    for (const term of new Set(all)) held.set(term, (held.get(term) ?? 0) + 1);
    return all;
  };
  const index = new MiniSearch({ fields: [...HEAD, "asked", "text"], tokenize, processTerm: (term) => term });
  index.addAll(documents);
  /** How much a term tells (inverse document frequency); pairs of Han characters that stand nowhere are no words. */
  const rare = (term) => (HAN.test(term) && !held.has(term) ? 0 : Math.log(1 + documents.length / (3 + (held.get(term) ?? 0))));
  /** Terms of what is asked, with their weights: concepts most, the words of their names little. */
  const weigh = (text) => {
    const { ids, names, rest } = concepts(content(fold(text)));
    const weights = new Map(terms(names).map((term) => [term, 0.3 * rare(term)]));
    for (const term of terms(rest)) weights.set(term, rare(term));
    for (const id of ids) weights.set(id, 1.5 * rare(id));
    return weights;
  };
  for (const one of documents) {
    const said = (called.get(one.url) ?? []).flatMap(({ names, asked }) => [...names.map(({ text }) => text), ...asked]);
    one.phrases = [one.title, ...said, ...(one.page ? [`${one.page} ${one.title}`] : [])].map(weigh);
  }
  return { index, documents, weigh, held, at: new Map(documents.map((one) => [one.url, one])) };
}

const sum = (weights) => [...weights.values()].reduce((whole, one) => whole + one, 0);

/** Twice what two sets of weighted terms have in common, over what both hold (Dice). */
function likeness(one, two) {
  let common = 0;
  for (const [term, weight] of one) common += Math.min(weight, two.get(term) ?? 0);
  return (2 * common) / (sum(one) + sum(two) || 1);
}

/** Whether every word of a query without Han characters stands somewhere in the texts. */
const isKnown = ({ held }, query) => {
  const folded = fold(query);
  return !HAN.test(folded) && terms(folded).every((term) => held.has(term));
};

const long = (term) => !HAN.test(term) && !term.startsWith("#") && term.length > 3;
/** What a kind of section counts for: a source is seldom what a reader is after. */
const KIND = { sections: 1, concepts: 0.95, claims: 0.95, events: 0.95, works: 0.5 };

/** Words by which a reader asks about the site itself. They say where to look, and nothing of what for. */
const ITSELF = /本站|(这个|此)?网站|\b(this|the) (web)?site\b/gi;
/**
 * What a section counts for by its place. Pages on the site itself are meant when the reader speaks of it (`itself`) or their
 * heading says all that is asked; the list of contents, and questions without their answers, seldom are.
 */
const aside = (url, itself, said) => {
  if (/^about\//.test(url)) return itself ? 1.6 : said ? 1 : 0.6;
  return itself || /^#|#quiz$/.test(url) ? 0.6 : 1;
};

/**
 * Sections with a score from 0 to 1: the share of the best, times how much of the query they hold, and hold in what
 * stands above their text.
 */
function findTexts({ index, documents, weigh, held }, query) {
  const left = query.replace(ITSELF, " ");
  const itself = left !== query;
  const weights = [weigh(left), weigh(query)].find((one) => one.size);
  if (!weights) return [];
  const whole = sum(weights);
  const share = (test) => [...weights].reduce((part, [term, weight]) => part + (test(term) ? weight : 0), 0) / whole;
  const found = index.search([...weights.keys()].join(" "), {
    tokenize: (text) => text.split(" "),
    boost: BOOST,
    prefix: long,
    fuzzy: (term) => (long(term) && !held.has(term) ? 0.2 : false),
    maxFuzzy: 2,
    weights: { prefix: 0.6, fuzzy: 0.35 },
  }).map(({ id, score, queryTerms, match: at }) => {
    const section = documents[id];
    const here = new Set(queryTerms);
    const above = Object.keys(at).filter((term) => at[term].some((field) => HEAD.includes(field)));
    const titled = above.some((term) => at[term].some((field) => field !== "page"));
    const near = (term) => above.includes(term) || (long(term) && above.some((one) => one.startsWith(term.slice(0, 4))));
    const heading = share((term) => here.has(term) && near(term)) * (titled ? 1 : 0.3);
    const alike = Math.max(...section.phrases.map((phrase) => likeness(weights, phrase)));
    const head = section.kind === "works" ? (alike > 0.7 ? alike : 0) : heading + 2 * alike;
    const covered = share((term) => here.has(term));
    const own = covered ** 1.5 * (covered > 0.97 ? 1.3 : 1) * (0.3 + head);
    return { section, raw: score, score: own * KIND[section.kind] * aside(section.url, itself, heading > 0.97) };
  });
  const most = Math.max(...found.map((one) => one.raw));
  for (const one of found) one.score *= 0.6 + 0.4 * Math.sqrt(one.raw / most);
  const best = Math.max(...found.map((one) => one.score));
  for (const one of found) one.score /= best;
  return found.sort((one, two) => two.score - one.score);
}
