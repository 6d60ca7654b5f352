// The tokenizer on its page: the reader lets it learn, types a text, and sees how it is cut.

import { turns } from "../kit/drive.mjs";
import { engine } from "../kit/engine.mjs";
import { FileError, text } from "../kit/files.mjs";
import { Lab } from "../kit/lab.mjs";
import { row } from "../kit/plot.mjs";
import { Runner } from "../kit/runner.mjs";
import { CHAPTERS, MERGES, STAGES } from "./core.mjs";

const SHOWN = 400; // pieces on the page at most
const SIGNS = { " ": "␣", "\n": "↵", "\t": "⇥" };
const UNSEEN = /^[\p{C}\p{Z}\p{M}]+$/u;

/** Start the lab in a section.atlas-lab. */
export async function start(section) {
  const lab = new Lab(section);
  try {
    lab.say(lab.word("loading"));
    const [zh, en] = await Promise.all([text("daodejing.zh.txt"), text("daodejing.en.txt"), lab.show()]);
    for (const [name, book] of [["daodejing.zh.txt", zh], ["daodejing.en.txt", en]]) {
      if (book.split("\n").filter(Boolean).length !== CHAPTERS) throw new FileError(name, "lacks chapters");
    }
    const address = new URL("./core.mjs", import.meta.url);
    address.search = new URL(import.meta.url).search;
    await new View(lab, () => engine(address.href, { zh, en })).reset();
  } catch (error) {
    lab.fail(error);
    throw error;
  }
}

class View {
  constructor(lab, hire) {
    Object.assign(this, { lab, learnt: null, cutting: false, again: false, inTurn: turns() });
    this.runner = new Runner(lab, hire, () => this.settle());
    this.controls = lab.form.elements;
    for (const name of ["learn", "reset"]) lab.when(name, () => this[name]().catch((error) => this.fail(error)));
    lab.when("fewer", () => this.step(-1));
    lab.when("more", () => this.step(1));
    this.presets = [...lab.form.querySelectorAll("[data-text]")];
    for (const preset of this.presets) preset.addEventListener("click", () => this.fill(preset.dataset.text));
    this.parts = [...lab.form.querySelectorAll("[data-after], [data-text]")]; // a script not seen yet costs a slow telephone a while
    lab.form.addEventListener("input", () => this.cut());
  }

  /** Forget everything but what the controls say. */
  async reset() {
    this.learnt = null;
    this.inTurn([]);
    await this.runner.renew();
    for (const part of this.parts) part.hidden = true;
    this.lab.say(this.lab.word("ready"));
  }

  settle() {
    this.lab.allow("learn", !this.runner.busy);
    const many = this.controls.merges.valueAsNumber;
    this.lab.allow("fewer", many > 0);
    this.lab.allow("more", many < MERGES);
  }

  async learn() {
    this.learnt = null;
    const told = ({ done, steps }, left) => this.lab.word("step", { done, steps, left });
    this.learnt = await this.runner.work("learn", [], told);
    if (!this.learnt) return;
    this.runner.progress(1, 1, this.lab.word("learnt", { count: this.learnt.both }));
    await this.cut();
    const shown = await this.inTurn(this.parts.map((part) => () => { part.hidden = false; }));
    if (shown) this.lab.say(this.lab.out("counts").textContent);
  }

  fill(words) {
    this.controls.text.value = words;
    this.lab.remember();
    this.cut();
  }

  /** One merge more or less. */
  step(by) {
    this.controls.merges.valueAsNumber += by;
    this.lab.remember();
    this.cut();
  }

  /** Cut the text as the controls say; if they change meanwhile, once more. */
  async cut() {
    this.settle();
    if (!this.learnt || this.runner.busy) return;
    this.again = true;
    if (this.cutting) return;
    this.cutting = true;
    try {
      while (this.again) {
        this.again = false;
        const { text: { value, maxLength }, from, merges } = this.controls;
        const kept = value.slice(0, maxLength).replace(/[\ud800-\udbff]$/, ""); // no half of a sign
        if (kept !== value) this.controls.text.value = kept;
        this.show(await this.runner.engine.run("cut", [kept, from.value, merges.valueAsNumber]), kept.length >= maxLength - 1);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.cutting = false;
    }
  }

  show({ pieces, characters, bytes, sides, stages, latest }, full) {
    const { lab } = this;
    const { text: { value }, merges } = this.controls;
    for (const preset of this.presets) preset.ariaPressed = String(preset.dataset.text === value);
    lab.out("merges").textContent = lab.numbers.format(merges.valueAsNumber);
    const each = (tokens) => (characters ? lab.two.format(tokens / characters) : "–");
    const counts = pieces.length ? lab.word("counts", { characters, bytes, tokens: pieces.length, each: each(pieces.length) }) : lab.word("empty");
    const rest = [pieces.length > SHOWN ? lab.word("rest", { count: pieces.length - SHOWN }) : "", full ? lab.word("full") : ""].join("");
    lab.out("counts").textContent = counts;
    lab.out("rest").textContent = rest;
    lab.say(counts + rest, { passing: true });
    lab.out("pieces").replaceChildren(...pieces.slice(0, SHOWN).map((one) => {
      const item = document.createElement("li");
      const id = document.createElement("small");
      id.textContent = one.id;
      item.append(piece(one), id);
      return item;
    }));
    for (const [name, tokens] of Object.entries(sides)) {
      lab.out(`tokens-${name}`).textContent = lab.numbers.format(tokens);
      lab.out(`each-${name}`).textContent = each(tokens);
    }
    lab.out("stages").replaceChildren(...stages.map((tokens, n) => row([lab.numbers.format(STAGES[n])], [lab.numbers.format(tokens)], [each(tokens)])));
    lab.out("none").textContent = latest.length ? "" : lab.word("none");
    lab.out("latest").replaceChildren(...latest.map(({ number, times, parts: [left, right, both] }) => (
      row([lab.numbers.format(number)], [piece(left), " + ", piece(right)], [piece(both)], [lab.numbers.format(times)])
    )));
  }

  fail(error) {
    this.runner.rest();
    this.lab.fail(error);
  }
}

/** A piece as it is shown: its text, with signs for what cannot be seen, or its bytes if it is a part of a character. */
function piece({ text: words, hex }) {
  const one = document.createElement("bdi");
  one.className = hex ? "atlas-lab__bytes" : "atlas-lab__piece";
  if (hex) one.textContent = hex.match(/../g).join(" ");
  else if (/[^ \n\t]/.test(words) && UNSEEN.test(words)) one.textContent = Array.from(words, (sign) => `U+${sign.codePointAt().toString(16).toUpperCase().padStart(4, "0")}`).join(" ");
  else one.textContent = words.replace(/[ \n\t]/g, (sign) => SIGNS[sign]);
  return one;
}
