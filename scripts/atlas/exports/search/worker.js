// Worker: the theme asks as it asks its own search. SETUP starts the fetching of names, QUERY is answered from these at
// once and again from the texts when they are here.

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
/** Milliseconds after the last key before anything is fetched for the other language. */
const PAUSE = 400;
/** Below this the other language is asked too; it is offered if it does this much better. */
const WEAK = 0.5, BETTER = 0.1;

const lang = location.search.slice(1);
const other = lang === "zh" ? "en" : "zh";
const fetching = new Map();
let latest = "";

/** The file, parsed; fetched once, and again only after it has failed. */
function load(file) {
  if (!fetching.has(file)) {
    const asked = fetch(file).then((answer) => {
      if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
      return answer.json();
    });
    asked.catch(() => fetching.delete(file));
    fetching.set(file, asked);
  }
  return fetching.get(file);
}

const libraries = {};

/** The names of a language, ready to be searched. */
async function library(of) {
  const data = await load(`names-${of}.json`);
  if (!libraries[of]) {
    readHan(data.han);
    const headings = new Map(data.pages.map(([url, title]) => [url, [title]]));
    libraries[of] = { lang: of, entries: readNames(data), headings, said: data.said };
  }
  return libraries[of];
}

/** The same, with the headings and the texts. */
async function whole(of) {
  const [here, read, texts] = await Promise.all([library(of), load("han.json"), load(`text-${of}.json`)]);
  if (!here.texts) {
    if (!self.MiniSearch) importScripts("minisearch.js");
    readHan(read);
    here.entries.push(...readHeadings(texts, here.headings));
    here.texts = readTexts(texts, here.entries, MiniSearch);
  }
  return here;
}

/** Answers the latest query only: who types on has asked for something else. */
async function respond(query) {
  const send = (data) => query === latest && postMessage({ type: RESULT, data: { query, ...data } });
  if (!query.trim()) return send({ items: [], done: true });
  try {
    const names = await library(lang);
    if (query !== latest) return undefined;
    if (!names.texts) send(answer(names, query));
    const texts = await whole(lang);
    if (query !== latest) return undefined;
    const found = answer(texts, query);
    send({ ...found, done: found.best >= WEAK });
    if (found.best >= WEAK) return undefined;
    await new Promise((rested) => setTimeout(rested, PAUSE));
    if (query !== latest) return undefined;
    const [elsewhere] = rank(await whole(other), query);
    const better = elsewhere && elsewhere.score > found.best + BETTER;
    return send({ ...found, done: true, note: (found.note ?? "") + (better ? offer(texts, libraries[other], elsewhere) : "") });
  } catch (error) {
    const names = libraries[lang]; // what cannot be fetched now is fetched again with the next key
    return send({ ...(names ? answer(names, query) : { items: [], failed: String(error) }), done: true });
  }
}

addEventListener("message", ({ data: { type, data } }) => {
  if (type === SETUP) {
    library(lang).catch(() => {});
    postMessage({ type: READY });
  }
  if (type === QUERY) {
    latest = data;
    respond(data);
  }
});
