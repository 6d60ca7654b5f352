"""A grammar of micro-stories in Chinese and English: what is there for a language model to learn?

    python models/stories.py      tells three stories in both languages

A story is told in steps. Each step draws one thing (a season, a hero, a colour …) with odds that may depend on what
was drawn before, and says some words. Both languages share the steps and the odds, so the same draws tell the same
story twice. Every probability is known: story_reader.py computes them and the least surprise any model can reach.
"""

from functools import cache
from itertools import pairwise

from kit.rng import Counter

LANGUAGES = ("zh", "en")
BOS, EOS = "<bos>", "<eos>"  # beginning and end of a sequence

# --- the words: id → (Chinese, English)

SEASONS = {"spring": ("春天", "spring"), "summer": ("夏天", "summer"), "autumn": ("秋天", "autumn"),
           "winter": ("冬天", "winter")}
TIMES = {"morning": ("早上", "morning"), "afternoon": ("下午", "afternoon"), "evening": ("傍晚", "evening")}
NAMES = {"cat": ("小猫", "Cat"), "dog": ("小狗", "Dog"), "rabbit": ("小兔", "Rabbit"), "bear": ("小熊", "Bear"),
         "duck": ("小鸭", "Duck"), "bird": ("小鸟", "Bird"), "monkey": ("小猴", "Monkey"), "mouse": ("小鼠", "Mouse"),
         "pig": ("小猪", "Pig"), "goat": ("小羊", "Goat")}
VERBS = {"found": ("找到", "found"), "bought": ("买了", "bought"), "got": ("收到", "got"), "made": ("做了", "made")}
COLOURS = {"red": ("红", "red"), "blue": ("蓝", "blue"), "green": ("绿", "green"), "yellow": ("黄", "yellow"),
           "white": ("白", "white"), "purple": ("紫", "purple"), "pink": ("粉", "pink"), "grey": ("灰", "grey")}
THINGS = {"ball": ("球", "ball"), "hat": ("帽子", "hat"), "kite": ("风筝", "kite"), "scarf": ("围巾", "scarf"),
          "glove": ("手套", "glove"), "flag": ("旗子", "flag"), "blanket": ("毯子", "blanket"), "coat": ("外套", "coat"),
          "sock": ("袜子", "sock"), "box": ("盒子", "box")}
MEASURES = {"ball": "一个", "hat": "一顶", "kite": "一只", "scarf": "一条", "glove": "一只", "flag": "一面",
            "blanket": "一条", "coat": "一件", "sock": "一只", "box": "一个"}  # Chinese counts each thing in its own word
PLACES = {"park": ("公园", "park"), "garden": ("花园", "garden"), "lake": ("湖边", "lake"), "river": ("河边", "river"),
          "sea": ("海边", "sea"), "hill": ("山上", "hill"), "forest": ("森林", "forest"), "village": ("村子", "village"),
          "school": ("学校", "school"), "market": ("集市", "market")}
ACTS = {"play": ("玩", "play"), "sing": ("唱歌", "sing"), "dance": ("跳舞", "dance"), "rest": ("休息", "rest"),
        "fish": ("钓鱼", "fish"), "swim": ("游泳", "swim"), "read": ("看书", "read"), "eat": ("吃饭", "eat")}
WORDS = {"season": SEASONS, "time": TIMES, "hero": NAMES, "friend": NAMES, "verb": VERBS, "colour": COLOURS,
         "thing": THINGS, "place": PLACES, "act": ACTS}

# --- the odds, as whole numbers

VERB_ODDS = {"found": 4, "bought": 3, "got": 2, "made": 1}
TIME_ODDS = {"morning": 5, "afternoon": 3, "evening": 2}
PLACE_ODDS = {"park": 5, "garden": 4, "lake": 2, "river": 2, "sea": 1, "hill": 2, "forest": 1, "village": 1,
              "school": 1, "market": 1}
ANYWHERE, BY_WATER = {"play": 5, "sing": 2, "dance": 2, "rest": 1}, {"fish": 5, "swim": 3, "rest": 2}
ACT_ODDS = {"lake": BY_WATER, "river": BY_WATER, "sea": BY_WATER, "school": {"read": 7, "sing": 3},
            "market": {"eat": 7, "dance": 3}}  # ten in all everywhere
SCENERY = {  # one of two sentences, or none
    "spring": (("花 开 了 。", "flowers were out ."), ("天气 很 暖 。", "the air was warm .")),
    "summer": (("蝉 在 叫 。", "cicadas were singing ."), ("天气 很 热 。", "the air was hot .")),
    "autumn": (("树叶 落 了 。", "leaves were falling ."), ("天气 很 凉 。", "the air was cool .")),
    "winter": (("树 都 秃 了 。", "trees were bare ."), ("天气 很 冷 。", "the air was cold .")),
}
EVENT_ODDS = {  # it never snows outside winter; it grows dark only later in the day
    "spring": {"rain": 5, "wind": 3, "slip": 2}, "summer": {"rain": 4, "wind": 1, "slip": 5},
    "autumn": {"rain": 2, "wind": 7, "slip": 1}, "winter": {"snow": 7, "wind": 2, "slip": 1},
}
DARK_ODDS = {"morning": 0, "afternoon": 2, "evening": 10}
EVENTS = {  # what happens to the thing …
    "rain": ("可是 下雨 了 ， {colour} {thing} 湿 了 。", "but it rained and the {colour} {thing} got wet ."),
    "wind": ("可是 刮风 了 ， {colour} {thing} 飞到 树 上 。",
             "but the wind blew and the {colour} {thing} flew into a tree ."),
    "snow": ("可是 下雪 了 ， {colour} {thing} 被 埋住 了 。", "but it snowed and the {colour} {thing} was buried ."),
    "slip": ("可是 {hero} 滑倒 了 ， {colour} {thing} 掉进 泥 里 。",
             "but {hero} slipped and the {colour} {thing} fell into the mud ."),
    "dark": ("可是 天 黑 了 ， {colour} {thing} 不见 了 。", "but it got dark and the {colour} {thing} was lost ."),
}
FIXES = {  # … and what a friend must do about it
    "rain": ("晾干", "dried it"), "wind": ("取下来", "got it down"), "snow": ("挖出来", "dug it out"),
    "slip": ("洗干净", "washed it"), "dark": ("找回来", "found it"),
}
REACTIONS = {2: ("", ""), 3: ("{hero} 哭 了 。", "{hero} cried ."), 4: ("{hero} 很 难过 。", "{hero} was sad ."),
             1: ("{hero} 很 着急 。", "{hero} was worried .")}
CLOSINGS = {
    4: ("{hero} 和 {friend} 一起 回家 了 。", "{hero} and {friend} went home together ."),
    3: ("{hero} 把 {colour} {thing} 送给 {friend} 。", "{hero} gave {friend} the {colour} {thing} ."),
    2: ("{hero} 抱着 {colour} {thing} 睡着 了 。", "{hero} hugged the {colour} {thing} and fell asleep ."),
    1: ("{hero} 向 {friend} 道谢 。", "{hero} thanked {friend} ."),
}

# --- the steps: each gives its options as (odds, facts it adds, Chinese, English)


def draw(fact, odds, zh, en):
    """The options of a step that draws one fact."""
    return [(weight, {fact: value}, zh, en) for value, weight in odds.items()]


def even(values):
    return dict.fromkeys(values, 1)


def season(facts):
    return draw("season", even(SEASONS), "{season} 的", "one {season}")


def time(facts):
    return draw("time", TIME_ODDS, "{time} ，", "{time}")


def hero(facts):
    return draw("hero", even(NAMES), "{hero}", "{hero}")


def verb(facts):
    return draw("verb", VERB_ODDS, "{verb}", "{verb}")


def thing(facts):
    return draw("thing", even(THINGS), "{measure}", "a")


def colour(facts):
    return draw("colour", even(COLOURS), "{colour} {thing} 。", "{colour} {thing} .")


def place(facts):
    return draw("place", PLACE_ODDS, "{hero} 带着 {thing} 去 {place}", "{hero} took the {thing} to the {place}")


def act(facts):
    odds = ACT_ODDS.get(facts["place"], ANYWHERE)
    return [(sum(odds.values()), {}, "。", "."), *draw("act", odds, "{act} 。", "to {act} .")]


def scenery(facts):
    first, second = SCENERY[facts["season"]]
    return [(3, {}, "", ""), (1, {}, *first), (1, {}, *second)]


def event(facts):
    odds = EVENT_ODDS[facts["season"]] | {"dark": DARK_ODDS[facts["time"]]}
    return [(weight, {"event": value}, *EVENTS[value]) for value, weight in odds.items() if weight]


def reaction(facts):
    return [(weight, {}, *words) for weight, words in REACTIONS.items()]


def friend(facts):
    zh, en = FIXES[facts["event"]]
    others = even(name for name in NAMES if name != facts["hero"])
    return draw("friend", others, f"{{friend}} 赶来 ， 把 它 {zh} 了 。", f"{{friend}} came and {en} .")


def closing(facts):
    return [(weight, {}, f"{zh} {EOS}", f"{en} {EOS}") for weight, (zh, en) in CLOSINGS.items()]


STEPS = (season, time, hero, verb, thing, colour, place, act, scenery, event, reaction, friend, closing)
DEPENDS_ON = {act: ("place",), scenery: ("season",), event: ("season", "time"), friend: ("event",)}  # odds and lengths


def say(template, facts, lang):
    """A template as tokens: {colour} becomes what the facts say."""
    tokens, side = [], LANGUAGES.index(lang)
    for word in template.split():
        fact = word.strip("{}")
        if fact == word:
            tokens.append(word)
        elif fact == "measure":
            tokens.append(MEASURES[facts["thing"]])
        else:
            tokens.append(WORDS[fact][facts[fact]][side])
    return tuple(tokens)


def options(step, facts, lang):
    """The choices of step number `step` after these facts: (probability, all facts now, the tokens it says)."""
    choices = STEPS[step](facts)
    total = sum(odds for odds, *_ in choices)
    for odds, new, *templates in choices:
        now = facts | new
        yield odds / total, now, say(templates[LANGUAGES.index(lang)], now, lang)


# --- telling


def plot(rng, steps=STEPS):
    """What happens in a new story, without words: [(facts, Chinese template, English template), …], one for each step."""
    facts, told = {}, []
    for step, u in zip(steps, rng.uniform(len(steps))):
        choices = step(facts)
        rest = u * sum(odds for odds, *_ in choices)
        for odds, new, *templates in choices:  # noqa: B007, the one we stop at is the one drawn
            if rest < odds:
                break
            rest -= odds
        facts = facts | new
        told.append((facts, *templates))
    return told


def tell(told, lang):
    """The tokens of a plot in a language, from the first word to <eos>."""
    return [token for facts, *templates in told for token in say(templates[LANGUAGES.index(lang)], facts, lang)]


def story(rng, lang):
    """The tokens of a new story, from the first word to <eos> (a model puts <bos> in front)."""
    return tell(plot(rng), lang)


def text(tokens, lang):
    """Tokens as a reader expects them: Chinese without spaces, English with a capital after each full stop.

    Where a model mixed English words into Chinese, they stay apart."""
    words = [token for token in tokens if token not in (BOS, EOS)]
    if lang == "zh":
        latin = [word.isascii() and word.isalpha() for word in words]
        apart = [left and right for left, right in pairwise([False, *latin])]
        return "".join(" " * gap + word for gap, word in zip(apart, words))
    out = ""
    for word in words:
        if not out or out.endswith("."):
            word = word[:1].upper() + word[1:]
        out += word if not out or word == "." else " " + word
    return out


def vocabulary():
    """Every token of both languages in one fixed order: <bos>, <eos>, then in alphabetical (Unicode) order."""
    pairs = [pair for table in WORDS.values() for pair in table.values()] + list(FIXES.values())
    pairs += [pair for table in (EVENTS, REACTIONS, CLOSINGS) for pair in table.values()]
    pairs += [pair for two in SCENERY.values() for pair in two] + [(measure, "a") for measure in MEASURES.values()]
    pairs += [step({"hero": "cat", "event": "rain", "place": "park"})[0][2:] for step in (season, time, place, act, friend)]
    return [BOS, EOS, *sorted({word for pair in pairs for phrase in pair for word in phrase.split() if word[0] != "{"})]


# --- the stories that models learn from and are tested on

SEED, TRAIN, HELD_OUT = 2026, 2000, 200  # stories per language


@cache
def collection(part="train"):
    """The stories of "train" or "held_out": ((lang, tokens), …), Chinese and English in turn.

    Every story has a random stream of its own, so none depends on how many came before."""
    first, count = {"train": (0, TRAIN), "held_out": (TRAIN, HELD_OUT)}[part]
    return tuple((lang, tuple(story(Counter(SEED).split(f"{lang} {number}"), lang)))
                 for number in range(first, first + count) for lang in LANGUAGES)


if __name__ == "__main__":
    for seed in range(3):
        happening = plot(Counter(seed))
        for language in LANGUAGES:
            print(text(tell(happening, language), language))
