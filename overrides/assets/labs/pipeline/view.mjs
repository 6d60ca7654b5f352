// The pipeline on its page: the reader mixes data, trains, votes, and sees what becomes of the model.

import { engine } from "../kit/engine.mjs";
import { Stopped } from "../kit/drive.mjs";
import { text, weights } from "../kit/files.mjs";
import { Lab } from "../kit/lab.mjs";
import { rowOf } from "../kit/nn.mjs";
import { bar, curve, picture } from "../kit/plot.mjs";
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
    Object.assign(this, { lab, hire, busy: false, held: false });
    for (const name of ["train", "pause", "stop", "auto", "learn", "reset"]) lab.when(name, () => this[name]().catch((error) => this.fail(error)));
    for (const preset of lab.form.querySelectorAll("[data-mix]")) preset.addEventListener("click", () => this.fill(preset.dataset.mix.split(" ")));
    document.addEventListener("visibilitychange", () => this.engine?.pause(this.held || document.hidden));
  }

  /** Forget everything but what the controls say. */
  async reset() {
    this.engine?.close();
    this.engine = await this.hire();
    Object.assign(this, { busy: false, held: false, asked: null, losses: [] });
    for (const name of ["loss", "drawn", "shares", "votes", "rounds"]) this.lab.out(name).replaceChildren();
    this.lab.form.querySelectorAll("[data-after]").forEach((part) => { part.hidden = true; });
    this.settle();
    this.progress(0, 1, "");
    this.lab.say(this.lab.word("ready"));
  }

  /** Put ten numbers into the mix. */
  fill(numbers) {
    numbers.forEach((number, digit) => { this.lab.form.elements[`n${digit}`].value = number; });
    this.lab.remember();
  }

  mix() { return Array.from({ length: 10 }, (_, digit) => this.lab.form.elements[`n${digit}`].valueAsNumber); }

  /** What can be pressed now. */
  settle() {
    const { lab, busy, asked } = this;
    lab.allow("train", !busy);
    lab.allow("auto", !busy && asked);
    lab.allow("learn", !busy && asked);
    for (const name of ["pause", "stop"]) lab.allow(name, busy);
    lab.button("pause").setAttribute("aria-pressed", String(this.held));
  }

  progress(done, steps, words) {
    this.lab.form.querySelector("progress").value = done / steps;
    this.lab.out("progress").textContent = words;
  }

  /** Do a task of the engine, showing how far it has come; null if the reader stopped it. */
  async work(task, given) {
    const began = performance.now();
    this.busy = true;
    this.settle();
    this.lab.say(this.lab.word(task));
    try {
      return await this.engine.run(task, given, ({ done, steps, loss }) => {
        const left = Math.ceil(((performance.now() - began) / done) * (steps - done) / 1000);
        const words = loss === undefined ? this.lab.word("drawing", { done, steps }) : this.lab.word("step", { done, steps, loss, left });
        this.progress(done, steps, words);
        this.lab.say(words, { passing: true });
        if (loss !== undefined) this.plot([done / steps, loss]);
      });
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      this.progress(0, 1, "");
      this.lab.say(this.lab.word("stopped"));
      return null;
    } finally {
      this.busy = this.held = false;
      this.settle();
    }
  }

  plot(point) {
    this.losses.push(point);
    this.lab.out("loss").replaceChildren(curve(this.losses));
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
    this.losses = [];
    const result = await this.work("learn", [liked, this.lab.form.elements.mixed.checked ? 0.5 : 0]);
    if (result) await this.round(result);
    else this.asked = null;
    this.settle();
  }

  /** Show what the model has become, then ask the reader about new pictures. */
  async round(result) {
    this.show(result);
    const asked = await this.work("ask", []);
    if (!asked) return;
    this.asked = asked;
    this.vote(asked);
    this.settle();
    this.progress(1, 1, this.lab.word("done"));
    this.lab.say(`${this.lab.word("came", this.summary(result))}${this.lab.word("please")}`);
  }

  summary({ round, share, effective, variety }) {
    const digit = share.indexOf(Math.max(...share));
    return { round, digit, share: this.lab.percent.format(share[digit]), effective, variety };
  }

  show(result) {
    const { lab } = this;
    lab.form.querySelectorAll("[data-after]").forEach((part) => { part.hidden = false; });
    lab.out("drawn").replaceChildren(...result.verdicts.map(({ digit }, n) => {
      const item = document.createElement("li");
      const said = document.createElement("span");
      said.textContent = lab.word("read", { digit });
      item.append(picture(rowOf(result.pictures, n)), said);
      return item;
    }));
    const cells = (value) => [lab.percent.format(value), bar(value)];
    lab.out("shares").replaceChildren(...result.share.map((share, digit) => row([String(digit)], cells(result.inside[digit]), cells(share))));
    const { votes, likes } = result;
    const words = this.summary(result);
    lab.out("summary").textContent = lab.word("came", words);
    const numbers = [words.round, votes ? lab.word("of", { likes, votes }) : "–", lab.word("most", words), words.effective, words.variety];
    lab.out("rounds").append(row(...numbers.map((value) => [typeof value === "number" ? lab.numbers.format(value) : value])));
  }

  vote({ pictures, verdicts }) {
    const { lab } = this;
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
    this.lab.say(this.lab.word("voted", { likes: votes.reduce((sum, one) => sum + one, 0) }));
  }

  async pause() {
    this.held = !this.held;
    this.engine.pause(this.held);
    this.settle();
  }

  async stop() { this.engine.stop(); }

  fail(error) {
    this.busy = false;
    this.settle();
    this.lab.fail(error);
  }
}

/** A row of a table; every cell is a list of what it holds, the first one a head. */
function row(...cells) {
  const line = document.createElement("tr");
  line.append(...cells.map((nodes, n) => {
    const cell = document.createElement(n ? "td" : "th");
    if (!n) cell.scope = "row";
    cell.append(...nodes);
    return cell;
  }));
  return line;
}
