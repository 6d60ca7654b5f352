// The pipeline on its page: the reader mixes data, trains, votes, and sees what becomes of the model.

import { turns } from "../kit/drive.mjs";
import { engine } from "../kit/engine.mjs";
import { text, weights } from "../kit/files.mjs";
import { Lab } from "../kit/lab.mjs";
import { rowOf } from "../kit/nn.mjs";
import { bar, curve, picture, row } from "../kit/plot.mjs";
import { Runner } from "../kit/runner.mjs";
import { votesFor } from "./core.mjs";

/** Start the lab in a section.atlas-lab. */
export async function start(section) {
  const lab = new Lab(section);
  try {
    lab.say(lab.word("loading"));
    const [digits, judge] = await Promise.all([text("digits.txt"), weights("judge"), lab.show()]);
    const address = new URL("./core.mjs", import.meta.url);
    address.search = new URL(import.meta.url).search;
    await new View(lab, () => engine(address.href, { text: digits, judge })).reset();
  } catch (error) {
    lab.fail(error);
    throw error;
  }
}

class View {
  constructor(lab, hire) {
    Object.assign(this, { lab, asked: null, losses: [], inTurn: turns() });
    this.runner = new Runner(lab, hire, () => this.settle());
    for (const name of ["train", "auto", "learn", "reset"]) lab.when(name, () => this[name]().catch((error) => this.fail(error)));
    lab.presets(Array.from({ length: 10 }, (_, digit) => `n${digit}`));
  }

  /** Forget everything but what the controls say. */
  async reset() {
    Object.assign(this, { asked: null, losses: [] });
    this.inTurn([]);
    await this.runner.renew();
    for (const name of ["loss", "losses", "drawn", "shares", "votes", "voted", "rounds"]) this.lab.out(name).replaceChildren();
    this.lab.form.querySelectorAll("[data-after]").forEach((part) => { part.hidden = true; });
    this.lab.say(this.lab.word("ready"));
  }

  mix() { return Array.from({ length: 10 }, (_, digit) => this.lab.form.elements[`n${digit}`].valueAsNumber); }

  /** What can be pressed now. */
  settle() {
    const { busy } = this.runner;
    this.lab.allow("train", !busy);
    this.lab.allow("auto", !busy && this.asked);
    this.lab.allow("learn", !busy && this.asked);
  }

  /** Do a task of the engine, showing how far it has come; null if the reader stopped it. */
  work(task, given) {
    this.inTurn([]);
    return this.runner.work(task, given, ({ done, steps, loss }, left) => {
      if (loss === undefined) return this.lab.word("drawing", { done, steps });
      this.plot([done / steps, loss]);
      return this.lab.word("step", { done, steps, loss, left });
    });
  }

  plot(point) {
    this.losses.push(point);
    this.lab.out("loss").replaceChildren(curve(this.losses));
    this.lab.out("losses").textContent = this.lab.word("losses", { last: point[1] });
  }

  async train() {
    const { lab } = this;
    if (!lab.form.reportValidity()) return;
    if (!this.mix().some(Boolean)) return lab.say(lab.word("nothing"));
    Object.assign(this, { losses: [], asked: null });
    lab.out("rounds").replaceChildren();
    const result = await this.work("train", [{ mix: this.mix(), seed: lab.form.elements.seed.valueAsNumber }]);
    if (result) await this.round(result);
  }

  async learn() {
    const liked = [...this.lab.out("votes").children].map((vote) => (vote.ariaPressed === "true" ? 1 : 0));
    Object.assign(this, { losses: [], asked: null });
    const { mixed, unheard } = this.lab.form.elements;
    const result = await this.work("learn", [liked, mixed.checked ? 0.5 : 0, !unheard.checked]);
    if (result) await this.round(result);
  }

  /** Show what the model has become, then ask the reader about new pictures. */
  async round(result) {
    if (!(await this.show(result))) return;
    const asked = await this.work("ask", []);
    if (!asked) return;
    this.asked = asked;
    const shown = await this.inTurn([() => {
      this.vote(asked);
      this.lab.form.querySelectorAll("[data-after]").forEach((part) => { part.hidden = false; });
    }]);
    if (!shown) return;
    this.settle();
    this.runner.progress(1, 1, this.lab.word("done"));
    this.lab.say(`${this.told(this.summary(result))}${this.lab.word("please")}`);
  }

  summary({ round, share, effective, variety }) {
    const digit = share.indexOf(Math.max(...share));
    return { round, digit, share: this.lab.percent.format(share[digit]), effective: this.lab.two.format(effective), variety: this.lab.two.format(variety) };
  }

  told(words) { return words.round ? this.lab.word("came", words) : this.lab.word("first", words); }

  /** Whether all could be shown, and nothing else was begun meanwhile. */
  show({ pictures, verdicts, share, inside, votes, likes, ...rest }) {
    const { lab } = this;
    const [generation, , rounds] = lab.form.querySelectorAll("[data-after]");
    const cells = (value) => [lab.percent.format(value), bar(value)];
    return this.inTurn([
      () => {},
      () => {
        lab.out("drawn").replaceChildren(...verdicts.map(({ digit }, n) => {
          const item = document.createElement("li");
          const said = document.createElement("span");
          said.textContent = lab.word("read", { digit });
          item.append(picture(rowOf(pictures, n)), said);
          return item;
        }));
        generation.hidden = false;
      },
      () => lab.out("shares").replaceChildren(...share.map((value, digit) => row([String(digit)], cells(inside[digit]), cells(value)))),
      () => {
        const words = this.summary({ share, ...rest });
        lab.out("summary").textContent = this.told(words);
        const numbers = [words.round || lab.word("before"), votes ? lab.word("of", { likes, votes }) : "–", lab.word("most", words), words.effective, words.variety];
        lab.out("rounds").append(row(...numbers.map((value) => [value])));
        rounds.hidden = false;
      },
    ]);
  }

  vote({ pictures, verdicts }) {
    const { lab } = this;
    lab.out("voted").textContent = "";
    lab.out("votes").replaceChildren(...verdicts.map(({ digit }, n) => {
      const vote = document.createElement("button");
      Object.assign(vote, { type: "button", ariaPressed: "false", ariaLabel: lab.word("vote", { n: n + 1, digit }) });
      vote.append(picture(rowOf(pictures, n)));
      vote.addEventListener("click", () => { vote.ariaPressed = String(vote.ariaPressed !== "true"); });
      return vote;
    }));
  }

  /** The simulated reader votes. */
  async auto() {
    const votes = votesFor(this.lab.form.elements.likes.valueAsNumber, this.asked.verdicts);
    [...this.lab.out("votes").children].forEach((vote, n) => { vote.ariaPressed = String(votes[n] === 1); });
    const words = this.lab.word("voted", { likes: votes.reduce((sum, one) => sum + one, 0) });
    this.lab.out("voted").textContent = words;
    this.lab.say(words);
  }

  fail(error) {
    this.runner.rest();
    this.lab.fail(error);
  }
}
