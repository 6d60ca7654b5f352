// Attention on its page: the reader goes through a story word by word, sees where each head looks, and switches heads off.

import { engine } from "../kit/engine.mjs";
import { weights } from "../kit/files.mjs";
import { Lab } from "../kit/lab.mjs";
import { bar, row } from "../kit/plot.mjs";
import { Runner } from "../kit/runner.mjs";
import { BOS, decode, EOS, LANGUAGES, WORDS } from "../models/stories.mjs";
import { HEADS, told } from "./core.mjs";

const SHOWN = 5; // words in a table
const FACTS = { colour: "blue", thing: "hat", hero: "cat" }; // what the story tells of to begin with

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
    Object.assign(this, { lab, now: null, renewing: null, era: 0, queue: Promise.resolve() });
    this.page = LANGUAGES.indexOf(document.documentElement.lang.slice(0, 2));
    this.offer();
    this.runner = new Runner(lab, hire, () => this.settle());
    lab.when("each", () => this.act(() => this.each()));
    lab.when("reset", () => this.reset().catch((error) => this.fail(error)));
    lab.out("tokens").addEventListener("click", ({ target }) => this.go(target.closest("button")));
    lab.form.addEventListener("input", ({ target }) => {
      if (target.name === "at") this.moved();
      else if (target.name === "look") this.show();
      else this.act(() => this.read(target.name === "lang"));
    });
  }

  /** The words a story can be told with, named in the page's language; what the address asks for is chosen. */
  offer() {
    const { lab } = this;
    for (const [fact, first] of Object.entries(FACTS)) {
      const words = Object.entries(WORDS[fact]);
      lab.form.elements[fact].replaceChildren(...words.map(([id, names]) => new Option(names[this.page], id, id === first, id === first)));
    }
    lab.restore();
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
    this.queue = this.read(false);
    await this.queue;
    lab.say(lab.word("ready"));
  }

  /** Do something after all that was asked for before. */
  act(something) {
    const { era } = this;
    this.queue = this.queue.then(() => era === this.era && something()).catch((error) => this.fail(error));
  }

  /** The story that the controls tell, and the heads that they switch off. */
  asked() {
    const { elements } = this.lab.form;
    const facts = Object.fromEntries(Object.keys(FACTS).map((fact) => [fact, elements[fact].value]));
    const off = HEADS.filter(([block, head]) => elements[`off${block + 1}${head + 1}`].checked);
    return { lang: elements.lang.value, tokens: told(facts, elements.lang.value), off };
  }

  /** Where the reader stands: how many words were read, and the word that the story goes on with. */
  get at() { return this.lab.form.elements.at.valueAsNumber; }

  get next() { return this.now.tokens[this.at]; }

  /** What can be pressed now. */
  settle() { this.lab.allow("each", this.now !== null && !this.runner.busy); }

  /** Let the engine do a task; null if the reader stopped it. */
  work(task, given) {
    return this.runner.work(task, given, ({ done, steps }) => this.lab.word("far", { done, steps }));
  }

  /** Read the story that is asked for; a `fresh` one to its end. */
  async read(fresh) {
    const { era, lab } = this;
    const asked = this.asked();
    const found = (await this.work("read", [asked.tokens, asked.off])) ?? await this.work("read", [asked.tokens, asked.off]);
    if (!found || era !== this.era) return;
    this.now = { ...asked, ...found };
    const { at } = lab.form.elements;
    const last = asked.tokens.length - 1;
    Object.assign(at, { max: last, defaultValue: last });
    if (fresh) at.value = last;
    lab.remember();
    this.runner.progress(0, 1, "");
    this.settle();
    this.moved();
  }

  /** Put the cursor on the word of a button. */
  go(button) {
    if (!button) return;
    this.lab.form.elements.at.value = button.dataset.at;
    this.lab.remember();
    this.moved();
  }

  /** The story or the cursor is not where it was: what was found out there no longer counts. */
  moved() {
    const { lab } = this;
    lab.out("each").replaceChildren();
    lab.out("verdict").textContent = "";
    lab.form.querySelector("[data-after]").hidden = true;
    if (!this.now) return;
    this.show();
    lab.say(lab.out("next-word").textContent, { passing: true });
  }

  name(word) { return { [BOS]: this.lab.word("bos"), [EOS]: this.lab.word("eos") }[word] ?? word; }

  headName([block, head]) { return this.lab.word("head", { block: block + 1, head: head + 1 }); }

  /** A word of the story, in the story's language. */
  spoken(word) {
    const one = Object.assign(document.createElement("span"), { textContent: this.name(word) });
    if (this.name(word) === word) one.lang = this.now.lang;
    return one;
  }

  cells(share) { return [this.lab.percent.format(share), bar(share)]; }

  /** Everything that follows from the story, the cursor, the head looked at, and the heads that are off. */
  show() {
    const { lab, now, at, next } = this;
    if (!now) return;
    const words = [BOS, ...now.tokens.slice(0, -1)];
    const [block, head] = Array.from(lab.form.elements.look.value, (digit) => Number(digit) - 1);
    const weights = now.now[at].looks[block][head];
    lab.out("at").textContent = lab.word("at", { at, of: words.length - 1, word: this.name(words[at]) });
    lab.out("tokens").replaceChildren(...words.map((word, n) => this.token(word, n, weights[n])));
    const places = Array.from(weights.keys()).sort((a, b) => weights[b] - weights[a]).slice(0, SHOWN);
    lab.out("looks").replaceChildren(...places.map((place) => row([`${place} `, this.spoken(words[place])], this.cells(weights[place]))));
    const [before, after] = [now.whole[at].p, now.now[at].p];
    const ranked = Array.from(after.keys()).sort((a, b) => after[b] - after[a]).slice(0, SHOWN);
    lab.out("next").replaceChildren(...ranked.map((id) => {
      const [word] = decode([id]);
      return row([this.spoken(word ?? BOS)], this.cells(before[id]), this.cells(after[id]));
    }));
    const chance = (p) => lab.percent.format(p[decode(p.keys()).indexOf(next) + 1]);
    const values = { next, whole: chance(before), now: chance(after) };
    lab.out("next-word").textContent = now.off.length ? lab.word("silenced", values) : lab.word("whole", values);
  }

  /** A word of the story as a button that puts the cursor on it; below it the weight it has, if it was read by then. */
  token(word, place, weight) {
    const [item, button] = [document.createElement("li"), document.createElement("button")];
    Object.assign(button, { type: "button", tabIndex: -1, ariaPressed: String(place === this.at) }); // the slider is for keys
    button.dataset.at = place;
    button.append(this.spoken(word));
    item.append(button, ...(weight === undefined ? ["–"] : this.cells(weight)));
    return item;
  }

  async each() {
    const { lab, now, at, next, era } = this;
    const read = now.tokens.slice(0, at);
    const result = await this.work("each", [read, next, now.off]);
    if (!result || era !== this.era) return;
    if (at !== this.at) { // the reader has gone on meanwhile
      this.runner.progress(0, 1, "");
      return;
    }
    const { whole, without } = result;
    const earlier = read.lastIndexOf(next) + 1; // 0, where <bos> stands, if it is new
    const most = without.indexOf(Math.min(...without));
    lab.out("each").replaceChildren(...HEADS.map(([block, head], n) => {
      const silent = now.off.some(([b, h]) => b === block && h === head);
      const named = this.headName([block, head]) + (silent ? lab.word("already") : "");
      const line = row([named], this.cells(without[n]), earlier ? this.cells(now.now[at].looks[block][head][earlier]) : ["–"]);
      if (n === most && without[most] < whole) line.className = "atlas-lab__most";
      return line;
    }));
    const values = { head: this.headName(HEADS[most]), next, whole: lab.percent.format(whole), without: lab.percent.format(without[most]) };
    const verdict = without[most] < whole ? lab.word("most", values) : lab.word("none", values);
    lab.out("verdict").textContent = verdict;
    lab.form.querySelector("[data-after]").hidden = false;
    this.runner.progress(1, 1, lab.word("done"));
    lab.say(verdict);
  }

  fail(error) {
    this.runner.rest();
    this.lab.fail(error);
  }
}
