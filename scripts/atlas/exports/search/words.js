// Words: what of a query and of a name is compared, whatever the case, the accents, the characters and the spaces.

const HAN = /[\u3400-\u9fff]/;
const RUNS = /[\u3400-\u9fff]+|[\p{L}\p{N}]+/gu;

/** What is known of Chinese characters: how they are read, and their simplified forms. Empty until han.json is here. */
const han = { syllable: new Map(), names: {}, simple: new Map(), ready: false };

/** Takes in han.json: {pinyin: {syllable: characters}, names: {name: syllables}, simplified: pairs of characters}. */
function readHan(table) {
  for (const [syllable, characters] of Object.entries(table.pinyin)) {
    for (const one of characters) han.syllable.set(one, syllable);
  }
  for (let at = 0; at < table.simplified.length; at += 2) han.simple.set(table.simplified[at], table.simplified[at + 1]);
  Object.assign(han.names, table.names);
  han.ready = true;
}

/** Lower case, without accents, in simplified characters and plain forms of letters and digits. */
function fold(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase().replace(/['’‘`]/g, "");
  return HAN.test(plain) ? [...plain].map((one) => han.simple.get(one) ?? one).join("") : plain;
}

/** Runs of Han characters and Latin words of a folded text. */
const runs = (folded) => folded.match(RUNS) ?? [];

/** A folded text without blanks and marks: GPT-4, gpt 4 and gpt4 are one. */
const compact = (folded) => runs(folded).join("");

/** A Latin word without the ending of its plural. */
const singular = (word) => (word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word);

/** Syllables of a name, Latin words among them kept whole. */
function syllables(name, folded) {
  const known = han.names[name];
  if (known) return known.toLowerCase().split(" ");
  return runs(folded).flatMap((run) => (HAN.test(run) ? [...run].map((one) => han.syllable.get(one) ?? one) : [run]));
}

/**
 * How many letters must be changed, added, left out or exchanged with their neighbour to make `a` of `b`; above `most`,
 * any number above it. With `prefix`, what follows in `b` costs nothing. Optimal string alignment, row by row.
 */
function distance(a, b, most, prefix = false) {
  if (a.length - b.length > most || (!prefix && b.length - a.length > most)) return most + 1;
  const wide = Math.min(b.length, a.length + most);
  let [before, last, row] = rows;
  for (let j = 0; j <= wide; j += 1) last[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= wide; j += 1) {
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  if (!prefix) return last[b.length];
  let best = last[0];
  for (let j = 1; j <= wide; j += 1) best = Math.min(best, last[j]);
  return best;
}
const rows = [0, 1, 2].map(() => new Uint8Array(256));

/** The Latin letters of a word as bits, to see quickly that two words have too little in common. */
function letters(word) {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) % 31);
  return bits;
}

/** How many bits are set. */
function count(bits) {
  let left = bits, found = 0;
  for (; left; left &= left - 1) found += 1;
  return found;
}

// --- Questions: words that ask, and say nothing of what is asked for ---------------------------------------------------

// Both lists are [Chinese, English]. Those of ALWAYS stand before or behind a name: "what is X" asks for X.
const ASKING = [
  /请问|请解释|请介绍|介绍一下|什么是|什么叫做?|何谓|何为|是什么意思|是什么样的?|是什么|指的是|指什么|是指|的意思|的含义|的定义|的概念|的原理|全称|怎么样|怎样|怎么|如何|为什么|为何|为啥|有没有|有哪些|哪些|哪种|什么时候|何时|请教|告诉我|讲讲|关于|多少|几种|哪一?年|哪里|是不是|是否|能不能|能否|可不可以|可以|会不会|(的|什么|有何|哪些)(区别|差别|不同|关系|联系)|需要|要用|什么|谁|吗|呢|的|了|是|和(?![谐解弦])|以及|吧|么|啊|？|\?/g,
  /\b(what|whats|who|whos|when|where|why|how|which|whose|is|are|was|were|be|been|does|do|did|can|could|should|would|will|shall|may|might|must|have|has|had|it|its|the|a|an|of|in|on|to|for|with|from|by|at|as|and|or|my|i|you|your|we|they|their|there|this|that|these|those|me|about|happens?|happen|difference|differ|compared?|explain|define|definition|meaning|mean|means|tell|between|work|works|working|use|used|uses|get|gets|made|make|makes|so|than|vs|versus|not|if)\b/g,
];
const ALWAYS = [/^(请问|什么是|什么叫做?|何谓|何为|介绍一下)|(是什么意思|是什么|的意思|的含义|的定义|的概念|的原理|原理|全称|吗|呢|的|了|是|和(?![谐解弦])|以及|？|\?)+$/g,
  /^((what|who)('?s| is| are| was| were)( the| an| a)?|define|explain|how (does|do|did)( the| an| a)?|meaning of|definition of|the|an|a) |( (meaning|definition|explained|works?)|\?)+$/g];

const without = (text, patterns) => {
  const left = patterns.reduce((rest, pattern) => rest.replace(pattern, " "), text);
  return left.replace(/([^参])与/g, "$1 ").replace(/\s+/g, " ").trim();
};
/** What is left of a folded query without the words that ask; the query itself if nothing is. */
const bare = (folded) => without(folded, ALWAYS) || folded;
const content = (folded) => without(folded, ASKING) || folded;
