// The grammar of micro-stories in Chinese and English, as in models/stories.py and models/story_reader.py: it tells stories,
// and it knows which ones are right.
//
// A story is told in steps. Each draws one thing, with odds that may depend on what was drawn before, and says some words.
// Both languages share steps and odds. A token is a word or a mark; <eos> ends a story.

import { Counter } from "../kit/rng.mjs";

export const LANGUAGES = ["zh", "en"];
export const [BOS, EOS] = ["<bos>", "<eos>"];

// --- the words: [Chinese, English]

/** "spring:春天:spring …" → {spring: ["春天", "spring"], …} */
const table = (words) => Object.fromEntries(words.split(" ").map((word) => {
  const [id, ...pair] = word.split(":");
  return [id, pair];
}));
const NAMES = table("cat:小猫:Cat dog:小狗:Dog rabbit:小兔:Rabbit bear:小熊:Bear duck:小鸭:Duck bird:小鸟:Bird "
  + "monkey:小猴:Monkey mouse:小鼠:Mouse pig:小猪:Pig goat:小羊:Goat");
export const WORDS = {
  season: table("spring:春天:spring summer:夏天:summer autumn:秋天:autumn winter:冬天:winter"),
  time: table("morning:早上:morning afternoon:下午:afternoon evening:傍晚:evening"),
  hero: NAMES,
  friend: NAMES,
  verb: table("found:找到:found bought:买了:bought got:收到:got made:做了:made"),
  colour: table("red:红:red blue:蓝:blue green:绿:green yellow:黄:yellow white:白:white purple:紫:purple pink:粉:pink grey:灰:grey"),
  thing: table("ball:球:ball hat:帽子:hat kite:风筝:kite scarf:围巾:scarf glove:手套:glove flag:旗子:flag blanket:毯子:blanket "
    + "coat:外套:coat sock:袜子:sock box:盒子:box"),
  place: table("park:公园:park garden:花园:garden lake:湖边:lake river:河边:river sea:海边:sea hill:山上:hill forest:森林:forest "
    + "village:村子:village school:学校:school market:集市:market"),
  act: table("play:玩:play sing:唱歌:sing dance:跳舞:dance rest:休息:rest fish:钓鱼:fish swim:游泳:swim read:看书:read eat:吃饭:eat"),
};
const MEASURES = { // Chinese counts each thing in its own word
  ball: "一个", hat: "一顶", kite: "一只", scarf: "一条", glove: "一只", flag: "一面", blanket: "一条", coat: "一件", sock: "一只", box: "一个",
};

// --- the odds, as whole numbers

const VERB_ODDS = { found: 4, bought: 3, got: 2, made: 1 };
const TIME_ODDS = { morning: 5, afternoon: 3, evening: 2 };
const PLACE_ODDS = { park: 5, garden: 4, lake: 2, river: 2, sea: 1, hill: 2, forest: 1, village: 1, school: 1, market: 1 };
const ANYWHERE = { play: 5, sing: 2, dance: 2, rest: 1 };
const BY_WATER = { fish: 5, swim: 3, rest: 2 };
const ACT_ODDS = { lake: BY_WATER, river: BY_WATER, sea: BY_WATER, school: { read: 7, sing: 3 }, market: { eat: 7, dance: 3 } };
const SCENERY = { // one of two sentences, or none
  spring: [["花 开 了 。", "flowers were out ."], ["天气 很 暖 。", "the air was warm ."]],
  summer: [["蝉 在 叫 。", "cicadas were singing ."], ["天气 很 热 。", "the air was hot ."]],
  autumn: [["树叶 落 了 。", "leaves were falling ."], ["天气 很 凉 。", "the air was cool ."]],
  winter: [["树 都 秃 了 。", "trees were bare ."], ["天气 很 冷 。", "the air was cold ."]],
};
const EVENT_ODDS = { // it never snows outside winter …
  spring: { rain: 5, wind: 3, slip: 2 }, summer: { rain: 4, wind: 1, slip: 5 },
  autumn: { rain: 2, wind: 7, slip: 1 }, winter: { snow: 7, wind: 2, slip: 1 },
};
const DARK_ODDS = { morning: 0, afternoon: 2, evening: 10 }; // … and grows dark only later in the day
const EVENTS = {
  rain: ["可是 下雨 了 ， {colour} {thing} 湿 了 。", "but it rained and the {colour} {thing} got wet ."],
  wind: ["可是 刮风 了 ， {colour} {thing} 飞到 树 上 。", "but the wind blew and the {colour} {thing} flew into a tree ."],
  snow: ["可是 下雪 了 ， {colour} {thing} 被 埋住 了 。", "but it snowed and the {colour} {thing} was buried ."],
  slip: ["可是 {hero} 滑倒 了 ， {colour} {thing} 掉进 泥 里 。", "but {hero} slipped and the {colour} {thing} fell into the mud ."],
  dark: ["可是 天 黑 了 ， {colour} {thing} 不见 了 。", "but it got dark and the {colour} {thing} was lost ."],
};
const FIXES = { // what a friend must do about it
  rain: ["晾干", "dried it"], wind: ["取下来", "got it down"], snow: ["挖出来", "dug it out"], slip: ["洗干净", "washed it"],
  dark: ["找回来", "found it"],
};
const REACTIONS = [
  [2, "", ""], [3, "{hero} 哭 了 。", "{hero} cried ."], [4, "{hero} 很 难过 。", "{hero} was sad ."], [1, "{hero} 很 着急 。", "{hero} was worried ."],
];
const CLOSINGS = [
  [4, "{hero} 和 {friend} 一起 回家 了 。", "{hero} and {friend} went home together ."],
  [3, "{hero} 把 {colour} {thing} 送给 {friend} 。", "{hero} gave {friend} the {colour} {thing} ."],
  [2, "{hero} 抱着 {colour} {thing} 睡着 了 。", "{hero} hugged the {colour} {thing} and fell asleep ."],
  [1, "{hero} 向 {friend} 道谢 。", "{hero} thanked {friend} ."],
];

// --- the steps: each gives its options as [odds, facts it adds, Chinese, English]

const even = (words) => Object.fromEntries(Object.keys(words).map((word) => [word, 1]));
/** The options of a step that draws one fact. */
const draw = (fact, odds, zh, en) => Object.entries(odds).map(([value, weight]) => [weight, { [fact]: value }, zh, en]);

const season = () => draw("season", even(WORDS.season), "{season} 的", "one {season}");
const time = () => draw("time", TIME_ODDS, "{time} ，", "{time}");
const hero = () => draw("hero", even(NAMES), "{hero}", "{hero}");
const verb = () => draw("verb", VERB_ODDS, "{verb}", "{verb}");
const thing = () => draw("thing", even(WORDS.thing), "{measure}", "a");
const colour = () => draw("colour", even(WORDS.colour), "{colour} {thing} 。", "{colour} {thing} .");
const place = () => draw("place", PLACE_ODDS, "{hero} 带着 {thing} 去 {place}", "{hero} took the {thing} to the {place}");
const act = (facts) => [[10, {}, "。", "."], ...draw("act", ACT_ODDS[facts.place] ?? ANYWHERE, "{act} 。", "to {act} .")];
const scenery = (facts) => [[3, {}, "", ""], ...SCENERY[facts.season].map((pair) => [1, {}, ...pair])];
const event = (facts) => Object.entries({ ...EVENT_ODDS[facts.season], dark: DARK_ODDS[facts.time] })
  .flatMap(([value, weight]) => (weight ? [[weight, { event: value }, ...EVENTS[value]]] : []));
const reaction = () => REACTIONS.map(([weight, ...pair]) => [weight, {}, ...pair]);
function friend(facts) {
  const [zh, en] = FIXES[facts.event];
  const { [facts.hero]: _, ...others } = even(NAMES);
  return draw("friend", others, `{friend} 赶来 ， 把 它 ${zh} 了 。`, `{friend} came and ${en} .`);
}
const closing = () => CLOSINGS.map(([weight, zh, en]) => [weight, {}, `${zh} ${EOS}`, `${en} ${EOS}`]);

const STEPS = [season, time, hero, verb, thing, colour, place, act, scenery, event, reaction, friend, closing];

const split = (words) => (words ? words.split(" ") : []);

/** A template as tokens: {colour} becomes what the facts say. */
export function say(template, facts, lang) {
  const side = LANGUAGES.indexOf(lang);
  return split(template).map((word) => {
    if (word[0] !== "{") return word;
    const fact = word.slice(1, -1);
    return fact === "measure" ? MEASURES[facts.thing] : WORDS[fact][facts[fact]][side];
  });
}

const total = (choices) => choices.reduce((sum, [odds]) => sum + odds, 0);

// --- telling

/** The tokens of a new story, from the first word to <eos>. `rng` is a Counter. */
export function story(rng, lang) {
  let facts = {};
  const tokens = [];
  for (const step of STEPS) {
    const choices = step(facts);
    let rest = rng.next() * total(choices);
    const [, added, ...templates] = choices.find(([odds]) => {
      if (rest < odds) return true;
      rest -= odds;
      return false;
    });
    facts = { ...facts, ...added };
    tokens.push(...say(templates[LANGUAGES.indexOf(lang)], facts, lang));
  }
  return tokens;
}

/** Story `number` of the collection that models learn from (0 … 1999) and are tested on (2000 … 2199). */
export const collected = (number, lang) => story(new Counter(2026).split(`${lang} ${number}`), lang);

const LATIN = /^[A-Za-z]+$/;

/** Tokens as a reader expects them: Chinese without spaces, English with a capital after each full stop. */
export function text(tokens, lang) {
  const words = tokens.filter((token) => token !== BOS && token !== EOS);
  if (lang === "zh") return words.map((word, n) => (LATIN.test(words[n - 1] ?? "") && LATIN.test(word) ? ` ${word}` : word)).join("");
  return words.reduce((out, word) => {
    const spoken = !out || out.endsWith(".") ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
    return out + (!out || word === "." ? spoken : ` ${spoken}`);
  }, "");
}

/** Every token of both languages: <bos>, <eos>, then in the order of Unicode. */
export const VOCABULARY = [BOS, EOS, ...[...new Set([
  ...Object.values(WORDS).flatMap(Object.values), ...Object.values(FIXES), ...Object.values(EVENTS), ...Object.values(SCENERY).flat(),
  ...[...REACTIONS, ...CLOSINGS].map(([, ...pair]) => pair), [...Object.values(MEASURES), "a"],
  ...[season, time, place, act, friend].map((step) => step({ hero: "cat", event: "rain", place: "park" })[0].slice(2)),
].flat().flatMap(split).filter((word) => word[0] !== "{"))].sort()];
const NUMBER = new Map(VOCABULARY.map((word, number) => [word, number]));

/** Tokens → their numbers, with <bos> in front; and the way back, without it. */
export const encode = (tokens) => [BOS, ...tokens].map((token) => NUMBER.get(token));
export const decode = (ids) => Array.from(ids, (id) => VOCABULARY[id]).filter((word) => word !== BOS);

// --- reading: what does the grammar allow next?

/** Follows a story and keeps every way in which the grammar could have told it so far, each with its probability. */
export class Reader {
  constructor(lang) {
    this.lang = lang;
    this.ways = this.settled([{ step: 0, facts: {}, pending: [], p: 1 }]); // pending: words of the last step not heard yet
  }

  /** Every way that has run out of words takes its next step. */
  settled(open) {
    const ways = [];
    while (open.length) {
      const way = open.pop();
      if (way.pending.length || way.step === STEPS.length) ways.push(way);
      else {
        const choices = STEPS[way.step](way.facts);
        const sum = total(choices);
        for (const [odds, added, ...templates] of choices) {
          const facts = { ...way.facts, ...added };
          const pending = say(templates[LANGUAGES.indexOf(this.lang)], facts, this.lang);
          open.push({ step: way.step + 1, facts, pending, p: way.p * (odds / sum) });
        }
      }
    }
    return ways;
  }

  /** Map of what may come next to its probability; empty after <eos>. */
  next() {
    const found = new Map();
    const sum = this.ways.reduce((all, { p }) => all + p, 0);
    for (const { pending, p } of this.ways) if (pending.length) found.set(pending[0], (found.get(pending[0]) ?? 0) + p / sum);
    return found;
  }

  /** Goes on by one token; returns its probability, 0 if the grammar does not allow it (then nothing moves). */
  read(token) {
    const p = this.next().get(token) ?? 0;
    if (p) {
      const kept = this.ways.filter(({ pending }) => pending[0] === token);
      const sum = kept.reduce((all, way) => all + way.p, 0);
      this.ways = this.settled(kept.map((way) => ({ ...way, pending: way.pending.slice(1), p: way.p / sum })));
    }
    return p;
  }
}

// --- what is wrong with a story?

/** [kind, its tokens]: a wrong word of the same kind as a right one is a slip of memory, not of grammar. */
function kinds(lang) {
  const side = LANGUAGES.indexOf(lang);
  const of = (pairs) => pairs.flatMap((pair) => split(pair[side]));
  const marks = ["，", "。", "."];
  return [
    ["colour", of(Object.values(WORDS.colour))], ["thing", of(Object.values(WORDS.thing))], ["name", of(Object.values(NAMES))],
    ["measure", Object.values(MEASURES)],
    ["fix", of(Object.values(FIXES)).filter((word) => word !== "it")],
    ["event", of(Object.values(EVENTS)).filter((word) => word[0] !== "{" && !marks.includes(word))],
    ["scenery", of(Object.values(SCENERY).flat()).filter((word) => word !== "。" && word !== ".")],
  ];
}
const SLIPS = ["colour", "thing", "name", "measure"];

/**
 * The faults of a story, [] if it has none: {position, kind, found, expected}, expected from the likeliest down. `kind` is
 * colour, thing, name, measure (not what was said before), event, fix, scenery (does not follow), order, or end.
 * After a slip of the first four it is put right in the mind, and reading goes on; any other ends it.
 */
export function grammatical(tokens, lang) {
  const [reader, faults, sorts] = [new Reader(lang), [], kinds(lang)];
  const fault = (position, kind, expected) => faults.push({ position, kind, found: tokens[position] ?? "", expected });
  for (const [position, token] of tokens.entries()) {
    const next = reader.next();
    if (reader.read(token)) continue;
    const right = [...next.keys()].sort((a, b) => next.get(b) - next.get(a));
    if (token === EOS || right.includes(EOS) || !right.length) {
      fault(position, "end", right);
      return faults;
    }
    const [kind, words] = sorts.find(([, some]) => some.includes(token) && right.some((word) => some.includes(word))) ?? ["order"];
    fault(position, kind, right);
    if (!SLIPS.includes(kind)) return faults;
    reader.read(right.find((word) => words.includes(word)));
  }
  const next = reader.next();
  if (next.size) fault(tokens.length, "end", [...next.keys()]);
  return faults;
}
