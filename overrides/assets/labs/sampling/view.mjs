// Sampling on its page: the reader reshapes what a model believes, draws words from it, and compares twenty stories at a time.

import { engine } from "../kit/engine.mjs";
import { weights } from "../kit/files.mjs";
import { Lab } from "../kit/lab.mjs";
import { bar, row } from "../kit/plot.mjs";
import { Runner } from "../kit/runner.mjs";
import { decode, EOS, text } from "../models/stories.mjs";
import { beginning, choices, entropy, judged, MANY, ranked, reshaped, tempered } from "./core.mjs";

const SHOWN = 10; // words in the table; the others share a row
const OF_STORY = ["lang", "begin", "seed"]; // controls that make it another story

/** Start the lab in a section.atlas-lab. */
export async function start(section) {
  const lab = new Lab(section);
  try {
    lab.say(lab.word("loading"));
    const [params] = await Promise.all([weights("stories_small"), lab.show()]);
    const address = new URL("./core.mjs", import.meta.url);
    address.search = new URL(import.meta.url).search;
    await new View(lab, () => engine(address.href, { params })).reset();
  } catch (error) {
    lab.fail(error);
    throw error;
  }
}

class View {
  constructor(lab, hire) {
    Object.assign(this, { lab, now: null, beginning: false, renewing: null, era: 0, queue: Promise.resolve() });
    this.runner = new Runner(lab, hire, () => this.settle());
    for (const name of ["step", "tell", "again", "many"]) lab.when(name, () => this.act(() => lab.form.reportValidity() && this[name]()));
    lab.when("reset", () => this.reset().catch((error) => this.fail(error)));
    lab.presets(["temperature", "k", "p"], () => this.show());
    lab.form.addEventListener("input", () => this.show());
    lab.form.addEventListener("change", ({ target }) => {
      if (OF_STORY.includes(target.name) && target.checkValidity()) this.act(() => this.again());
    });
  }

  /** Forget everything but what the controls say. */
  reset() {
    this.renewing ??= this.renew().finally(() => { this.renewing = null; });
    return this.renewing;
  }

  async renew() {
    const { lab } = this;
    this.era += 1; // whatever was still to be done no longer counts
    this.now = null;
    await this.runner.renew();
    for (const name of ["tried", "stories", "summary"]) lab.out(name).replaceChildren();
    lab.form.querySelector("[data-after]").hidden = true;
    const [seed] = OF_STORY.map((name) => lab.form.elements[name]).filter((one) => !one.checkValidity());
    if (seed) seed.value = seed.defaultValue; // what is no seed begins no story
    this.queue = this.again();
    await this.queue;
    lab.say(lab.word("ready"));
  }

  /** Do something after all that was asked for before. */
  act(something) {
    const { era } = this;
    this.queue = this.queue.then(() => era === this.era && something()).catch((error) => this.fail(error));
  }

  settings() {
    const { temperature, k, p } = this.lab.form.elements;
    return { temperature: temperature.valueAsNumber, k: k.valueAsNumber, p: p.valueAsNumber };
  }

  story() {
    const { lang, begin, seed } = this.lab.form.elements;
    return { lang: lang.value, begin: beginning(begin.value, lang.value), seed: seed.valueAsNumber };
  }

  /** What can be pressed now. */
  settle() {
    const free = this.now !== null && (!this.runner.busy || this.beginning); // to begin takes no time: what is pressed then can wait
    for (const name of ["again", "many"]) this.lab.allow(name, free);
    for (const name of ["step", "tell"]) this.lab.allow(name, free && (!this.now.done || this.beginning));
  }

  /** Let the engine do a task; null if the reader stopped it. */
  work(task, given) {
    return this.runner.work(task, given, ({ done, steps }) => this.lab.word("far", { done, steps }));
  }

  async again() {
    this.told = this.story();
    this.beginning = true;
    await this.go(this.work("begin", [this.told]));
  }

  step() { return this.go(this.work("step", [this.settings()])); }

  tell() { return this.go(this.work("tell", [this.settings()])); }

  /** Once a task is done, the story stands somewhere else. */
  async go(task) {
    const { era } = this;
    const now = (await task) ?? await this.work("begin", [this.told]); // stopped on the way: back to the beginning
    if (era !== this.era) return;
    Object.assign(this, { now, beginning: false });
    this.runner.progress(0, 1, "");
    this.show();
    this.settle();
    const { verdict, drawn } = this.said();
    if (drawn) this.lab.say(`${drawn} ${verdict}`);
  }

  name(word) { return word === EOS ? this.lab.word("eos") : word; }

  /** In words: how the last word was chosen, and, when the story is told, what the grammar says. */
  said() {
    const { lab, now, told } = this;
    if (!now.drawn) return { drawn: "", verdict: "" };
    const [word] = decode([now.drawn.word]);
    const [u, from, to] = [now.drawn.u, now.drawn.from, now.drawn.to].map((value) => value.toFixed(4));
    const { fault } = judged(now.ids, told.lang);
    return {
      drawn: lab.word("drawn", { word: this.name(word), u, from, to }),
      verdict: now.done ? (fault ? this.wrong(fault) : lab.word("right")) : "",
    };
  }

  /** A fault in words. */
  wrong({ position, kind, found, expected }) {
    const { lab } = this;
    const why = {
      colour: lab.word("colour"), thing: lab.word("thing"), name: lab.word("name"), measure: lab.word("measure"), fix: lab.word("fix"),
      event: lab.word("event"), scenery: lab.word("scenery"), order: lab.word("order"), end: lab.word("end"),
    }[kind];
    const [said, right] = [found || EOS, expected[0]].map((word) => this.name(word));
    return lab.word("wrong", { place: String(position + 1), said, why, right });
  }

  /** Everything that follows from the story so far and the setting. */
  show() {
    const { lab, now, told } = this;
    const { temperature, p } = lab.form.elements;
    for (const one of [temperature, p]) lab.out(one.name).textContent = lab.numbers.format(one.valueAsNumber);
    if (!now) return;
    const whole = text(decode(now.ids), told.lang);
    const first = text(told.begin, told.lang).length;
    const written = document.createElement("b");
    written.textContent = whole.slice(first);
    Object.assign(lab.out("story"), { lang: told.lang }).replaceChildren(whole.slice(0, first), written);
    const { drawn, verdict } = this.said();
    lab.out("drawn").textContent = drawn;
    lab.out("verdict").textContent = verdict;
    lab.out("table").hidden = now.done;
    if (now.done) {
      lab.out("next").replaceChildren();
      lab.out("entropy").textContent = lab.word("over");
    } else if (lab.form.elements.k.checkValidity()) this.compare();
  }

  /** The likeliest words before and after the setting. */
  compare() {
    const { lab, now, told } = this;
    const [before, after] = [tempered(now.scores), reshaped(now.scores, this.settings())];
    const order = ranked(before);
    const kept = after.reduce((count, share) => count + (share > 0 ? 1 : 0), 0);
    const open = (q) => ({ nats: entropy(q).toFixed(2), choices: choices(q).toFixed(1) });
    const [was, is] = [open(before), open(after)];
    lab.out("entropy").textContent = lab.word("open", { was: was.nats, wasWords: was.choices, is: is.nats, isWords: is.choices, kept, of: order.length });
    const cells = (share) => [lab.percent.format(share), bar(share)];
    const lines = order.slice(0, SHOWN).map((word, rank) => {
      const [token] = decode([word]);
      const line = row([token ? this.name(token) : "<bos>"], cells(before[word]), rank < kept ? cells(after[word]) : [lab.word("cut")]);
      line.firstChild.lang = told.lang;
      return line;
    });
    const rest = (q) => order.slice(SHOWN).reduce((sum, word) => sum + q[word], 0);
    lines.push(row([lab.word("others", { n: order.length - SHOWN })], cells(rest(before)), kept > SHOWN ? cells(rest(after)) : [lab.word("cut")]));
    lines[Math.min(kept, SHOWN)].classList.toggle("atlas-lab__cut", kept <= SHOWN);
    lab.out("next").replaceChildren(...lines);
  }

  async many() {
    const { lab } = this;
    const { lang, begin } = lab.form.elements;
    const [story, settings] = [this.story(), this.settings()];
    const which = [lang, begin].map((one) => one.selectedOptions[0].text);
    const { era } = this;
    const result = await this.work("many", [story, settings]);
    if (!result || era !== this.era) return;
    const { distinct, right, words, nats, stories } = result;
    lab.form.querySelector("[data-after]").hidden = false;
    const setting = lab.word("setting", { lang: which[0], begin: which[1], ...settings, seed: String(story.seed) });
    const cells = [setting, lab.word("of", { n: distinct, all: MANY }), lab.word("of", { n: right, all: MANY }), String(words), nats.toFixed(2)];
    lab.out("tried").append(row(...cells.map((cell) => [cell])));
    lab.out("stories").replaceChildren(...stories.map((one) => this.entry(one, story.lang)));
    const summary = lab.word("came", { distinct, right, words, nats: nats.toFixed(2), all: MANY });
    lab.out("summary").textContent = summary;
    this.runner.progress(1, 1, lab.word("done"));
    lab.say(summary);
  }

  /** A story in the list, its first fault marked and named. */
  entry({ tokens, fault }, lang) {
    const [told, item] = [document.createElement("span"), document.createElement("li")];
    const upTo = (n) => text(tokens.slice(0, n), lang);
    const [place, whole] = [fault ? fault.position : tokens.length, upTo(tokens.length)];
    const wrong = document.createElement("mark");
    wrong.textContent = upTo(place + 1).slice(upTo(place).length);
    told.append(upTo(place), wrong.textContent ? wrong : "", whole.slice(upTo(place + 1).length));
    told.lang = lang;
    const verdict = Object.assign(document.createElement("span"), { className: "atlas-lab__small" });
    verdict.textContent = fault ? this.wrong(fault) : this.lab.word("right");
    item.append(told, document.createElement("br"), verdict);
    return item;
  }

  fail(error) {
    this.beginning = false;
    this.runner.rest();
    this.lab.fail(error);
  }
}
