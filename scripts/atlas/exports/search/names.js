// Names: which pages, sections, concepts and events are called what the reader types? They answer before any text is here.

/** How much a kind of name counts: the label, another name that readers see, one of the other language, one not shown. */
const SHOWN = 1, OTHER = 0.995, FOREIGN = 0.985, TYPED = 0.97;
/** What comes first among equals. */
const FIRST = { page: 0.02, concept: 0.015, section: 0.01, event: 0 };

/**
 * Everything of names-<lang>.json as entries {kind, url, title, names}, each name as {text, key, words, weight}.
 * A concept has its home as `url` and, if that is another place, its entry of the glossary as `entry`.
 */
function readNames(data) {
  const entries = [];
  const add = (kind, url, title, shown, foreign, typed, more = {}) => {
    const weighed = (texts, weight) => texts.map((text) => [text, weight]);
    const named = [[title, SHOWN], ...weighed(shown, OTHER), ...weighed(foreign, FOREIGN), ...weighed(typed, TYPED)];
    entries.push({ kind, url, title, names: named.map(([text, weight]) => nameOf(text, weight)), ...more });
  };
  for (const [url, title] of data.pages) add("page", url, title, split(title), [], []);
  for (const [id, home, shown, foreign, typed] of data.concepts) {
    const entry = `${data.glossary}#${id}`;
    add("concept", home || entry, shown[0], shown.slice(1), foreign, typed, { id, entry: home && entry, abbr: shown[1] });
  }
  for (const [id, title, named] of data.events) add("event", `${data.timeline}#${id}`, title, named, [], []);
  return entries;
}

/** The headings of text-<lang>.json as more entries, and in `headings` ({address: [page, section]}) where each stands. */
function readHeadings({ sections }, headings) {
  const found = [];
  for (const [url, title] of sections) {
    const [page] = headings.get(url.replace(/#.*/, ""));
    if (!url.includes("#")) continue;
    headings.set(url, [page, title]);
    found.push({ kind: "section", url, title, names: [nameOf(title, SHOWN)] });
  }
  return found;
}

/** The names in a title such as "生成对抗网络（GAN）" or "Timeline of AIGC", where what the whole site is about says nothing. */
function split(title) {
  const parts = title.split(/[（）()：:]/).map((part) => part.trim()).filter(Boolean);
  const plain = title.replace(/^AIGC (的|之)?|^An? | (of|for|with) (AIGC|AI-generated content)$/g, "");
  return [...(parts.length > 1 ? parts : []), ...(plain === title ? [] : [plain])];
}

function nameOf(text, weight) {
  const folded = fold(text);
  const key = compact(folded).slice(0, 200);
  return { text, weight, key, words: runs(folded), han: HAN.test(folded), letters: letters(key) };
}

/** Syllables are spelt when they are first asked for. */
function spelt(name) {
  if (!name.syllables) {
    name.syllables = name.han ? syllables(name.text, fold(name.text)) : [];
    name.pinyin = name.syllables.join("");
    name.initials = name.syllables.map((one) => one[0]).join("");
  }
  return name;
}

/** The forms in which a query may be a name, each with what it costs: as typed, and without the words that ask. */
function forms(query) {
  const folded = fold(query);
  const found = new Map();
  for (const [text, cost] of [[folded, 0], [bare(folded), 0.01], [content(folded), 0.03], [folded.replace(/^(aigc|ai)\s*/, ""), 0.04]]) {
    const key = compact(text).slice(0, 60);
    // What is left of a question must be a good part of it to be a name.
    if (key && !found.has(key) && key.length * 3 >= compact(folded).length) found.set(key, { key, words: runs(text), han: HAN.test(text), letters: letters(key), cost });
  }
  const spoken = [...found.values()].filter((form) => form.han && han.ready);
  for (const form of spoken) form.pinyin = syllables("", form.key).join("");
  return [...found.values()];
}

const within = (part, whole) => part.length / whole.length;

/** How well one form of a query matches a name, from 0 to 1; each line says when. */
function match(form, name, known) {
  const { key, words } = form;
  if (key === name.key) return 1;
  if (!form.han && singular(key) === singular(name.key)) return 0.985;
  const long = key.length >= (form.han ? 2 : 3);
  let best = 0;
  if (name.key.startsWith(key)) best = (long || words.length > 1 ? 0.8 : 0.55) + 0.15 * within(key, name.key);
  else if (long && form.han && name.key.includes(key)) best = 0.68 + 0.15 * within(key, name.key);
  else if (long && !form.han && !name.han && wordsWithin(words, name.words)) best = 0.7 + 0.15 * within(key, name.key);
  else if (key.length > 4 && !form.han && name.key.includes(key)) best = 0.5 + 0.15 * within(key, name.key);
  if (!form.han && name.han && han.ready) best = Math.max(best, spoken(key, spelt(name)));
  if (form.han && name.han && han.ready && key.length > 1) best = Math.max(best, homophone(form, spelt(name)));
  if (best < 0.8 && !known) best = Math.max(best, mistyped(form, name));
  if (best < 0.5) best = Math.max(best, contained(form, name));
  return best;
}

/** Whether every word of the query begins a word of the name, each its own. */
function wordsWithin(words, of) {
  const left = [...of];
  return words.every((word) => {
    const at = left.findIndex((one) => one.startsWith(singular(word)));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** Pinyin, whole or as initials, from the beginning of the name or of a syllable within it. */
function spoken(key, name) {
  if (key.length < 2) return 0;
  if (key === name.pinyin) return 0.97;
  if (key === name.initials && key.length > 2) return 0.93;
  if (key === name.initials) return 0.7;
  if (name.pinyin.startsWith(key) && key.length > 2) return 0.78 + 0.15 * within(key, name.pinyin);
  if (key.length > 2 && name.initials.startsWith(key)) return 0.7 + 0.1 * within(key, name.initials);
  let best = 0;
  for (let at = 0; at < name.syllables.length && key.length > 3; at += 1) {
    const rest = name.syllables.slice(at).join("");
    if (rest.startsWith(key)) best = Math.max(best, 0.62 + 0.15 * within(key, name.pinyin));
  }
  if (!best && key.length > 2 && abbreviated(key, name.syllables)) best = 0.6 + 0.1 * within(key, name.pinyin);
  if (!best && key.length > 6) {
    const wrong = distance(key, name.pinyin, Math.floor(key.length / 6));
    if (wrong <= Math.floor(key.length / 6)) best = 0.74 - 0.8 * (wrong / key.length);
    else if (distance(key, name.pinyin, 1, true) <= 1) best = 0.58;
  }
  return best;
}

/** Whether letters are syllables in turn, each whole or cut short after any letter: "shengcheng dk". */
function abbreviated(key, of) {
  if (!key) return true;
  if (!of.length) return false;
  for (let length = Math.min(key.length, of[0].length); length > 0; length -= 1) {
    if (of[0].startsWith(key.slice(0, length)) && abbreviated(key.slice(length), of.slice(1))) return true;
  }
  return false;
}

/** Other characters of the same sound: 检锁 for 检索. */
function homophone(form, name) {
  if (form.pinyin === name.pinyin) return 0.9;
  if (form.key.length < 3 || !form.pinyin) return 0;
  if (name.pinyin.startsWith(form.pinyin)) return 0.66 + 0.15 * within(form.pinyin, name.pinyin);
  return name.pinyin.includes(form.pinyin) ? 0.55 + 0.15 * within(form.pinyin, name.pinyin) : 0;
}

/** How many letters of a word may be wrong. */
const allowed = (length) => (length < 4 ? 0 : length < 8 ? 1 : length < 13 ? 2 : 3);

/** Wrong, missing, added and exchanged letters: in the whole, in every word, or in what is typed so far. */
function mistyped(form, name) {
  const { key } = form;
  if (form.han) {
    // A name with more characters before or behind it is no slip of the hand but a narrower question.
    const most = key.length < 3 || Math.abs(key.length - name.key.length) > 1 ? 0 : Math.max(1, Math.floor(key.length / 4));
    const wrong = most ? distance(key, name.key, most) : 1;
    return wrong <= most ? 0.78 - 0.6 * (wrong / key.length) : 0;
  }
  if (name.han) return 0;
  const most = allowed(key.length);
  if (!most) return 0;
  if (count(form.letters & ~name.letters) > most) return 0;
  const plain = singular(key);
  const wrong = distance(plain, singular(name.key), most);
  // Who types the beginning of a name rightly means it more likely than who does not.
  if (wrong <= most) return 0.86 - 0.8 * (wrong / key.length) + (plain[0] === name.key[0] ? 0.02 : 0);
  if (form.words.length > 1 && form.words.length <= name.words.length && wordsMistyped(form.words, name.words)) return 0.62 + 0.15 * within(key, name.key);
  if (key.length > 4) {
    if (count(form.letters & ~name.letters) < 2 && distance(key, name.key, 1, true) < 2) return 0.6 + 0.1 * within(key, name.key);
  }
  return 0;
}

function wordsMistyped(words, of) {
  const left = [...of];
  return words.every((word) => {
    const at = left.findIndex((one) => one.startsWith(word) || distance(word, one, allowed(word.length)) <= allowed(word.length));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** A name that stands in the query: the more of the query it is, the better. */
function contained(form, name) {
  if (name.han ? name.key.length < 2 || !form.key.includes(name.key) : name.key.length < 2 || !inWords(name.words, form.words)) return 0;
  return 0.15 + 0.4 * Math.min(1, within(name.key, form.key));
}

const inWords = (words, of) => {
  const at = of.findIndex((_, start) => words.every((word, step) => singular(of[start + step] ?? "") === singular(word)));
  return at >= 0;
};

/**
 * Entries with a score from 0 to 1, best first; `by` is the name that matched. Words that are `known` are not mistyped:
 * who types VALL-E does not mean DALL-E, if there is a VALL-E.
 */
function findNames(entries, query, known = false, least = 0.15) {
  const asked = forms(query);
  const found = [];
  for (const entry of entries) {
    let score = 0, by = null;
    for (const name of entry.names) {
      for (const form of asked) {
        const now = match(form, name, known) * name.weight - form.cost;
        if (now > score) [score, by] = [now, name];
      }
    }
    if (score >= least) found.push({ entry, score: score + FIRST[entry.kind], by });
  }
  return found.sort((one, two) => two.score - one.score);
}
