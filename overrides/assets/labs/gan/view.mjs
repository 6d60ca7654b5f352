// The GAN duel on its page: the reader sets how fast either network learns, and watches what becomes of both.

import { breath } from "../kit/drive.mjs";
import { engine } from "../kit/engine.mjs";
import { Lab } from "../kit/lab.mjs";
import { curve, field, row } from "../kit/plot.mjs";
import { Runner } from "../kit/runner.mjs";
import { HALF, shown, SQUARES, STAGES } from "./core.mjs";

const LOG_4 = 1.3862943611198906; // the loss of a discriminator that answers 0.5 to everything
const ROWS = 4; // every fourth stage stands in the table

/** Start the lab in a section.atlas-lab. */
export async function start(section) {
  const lab = new Lab(section);
  try {
    lab.say(lab.word("loading"));
    await lab.show();
    const address = new URL("./core.mjs", import.meta.url);
    address.search = new URL(import.meta.url).search;
    await new View(lab, () => engine(address.href, {})).reset();
  } catch (error) {
    lab.fail(error);
    throw error;
  }
}

class View {
  constructor(lab, hire) {
    Object.assign(this, { lab, done: null });
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.runner = new Runner(lab, hire, () => lab.allow("train", !this.runner?.busy));
    for (const name of ["train", "reset"]) lab.when(name, () => this[name]().catch((error) => this.fail(error)));
    lab.presets(["target", "d", "g", "steps"]);
    lab.out("at").addEventListener("input", () => this.show(this.done.stages[lab.out("at").valueAsNumber]));
  }

  /** Forget everything but what the controls say. */
  async reset() {
    const { lab } = this;
    this.done = null;
    await this.runner.renew();
    for (const name of ["field", "stage", "curves", "stages", "tried"]) lab.out(name).replaceChildren();
    this.reveal("stage", false);
    this.reveal("all", false);
    lab.say(lab.word("ready"));
  }

  reveal(part, yes = true) { this.lab.form.querySelectorAll(`[data-after="${part}"]`).forEach((one) => { one.hidden = !yes; }); }

  setting() {
    const { target, d, g, steps, seed } = this.lab.form.elements;
    return { target: target.value, d: Number(d.value), g: Number(g.value), steps: steps.valueAsNumber, seed: seed.valueAsNumber };
  }

  async train() {
    const { lab } = this;
    if (!lab.form.reportValidity()) return;
    const setting = this.setting();
    const named = this.named(setting);
    Object.assign(this, { done: null, seen: null, real: shown(setting.target) });
    this.reveal("all", false);
    const result = await this.runner.work("duel", [setting], ({ done, steps, losses, stage }, left) => {
      if (!losses) return "";
      if (!this.still.matches && stage.step !== this.seen) this.show(stage);
      const [d, g] = losses.map((loss) => lab.two.format(loss));
      return lab.word("step", { done, steps, d, g, left });
    });
    if (!result) return this.reveal("stage", false);
    this.done = result;
    lab.out("at").value = STAGES;
    const last = result.stages[STAGES];
    const words = this.show(last);
    await breath();
    lab.out("curves").replaceChildren(curve(...result.losses, LOG_4));
    lab.out("stages").replaceChildren(...result.stages.filter((_, n) => n % ROWS === 0).map((one) => row([lab.numbers.format(one.step)], ...this.cells(one))));
    await breath();
    lab.out("tried").append(row([named], ...this.cells(last).slice(0, 3)));
    this.reveal("all");
    this.runner.progress(1, 1, lab.word("done"));
    lab.say(`${words}${lab.word("look")}`);
  }

  /** A setting in words; learning rates as they are chosen, since they are too small for the usual two decimals. */
  named({ d, g, steps, seed }) {
    const target = this.lab.form.elements.target.selectedOptions[0].textContent;
    return this.lab.word("setting", { target, d: String(d), g: String(g), steps, seed: String(seed) });
  }

  cells({ modes, all, on, d, g }) {
    const { lab } = this;
    const losses = [d, g].map((loss) => [loss === null ? lab.word("none") : lab.two.format(loss)]);
    return [[lab.word("of", { modes, all })], [lab.percent.format(on)], ...losses];
  }

  /** A stage of the training in words, which are also returned; and, a moment later, its points on what the discriminator believes. */
  show({ step, modes, all, on, real, made, points, field: believed }) {
    const { lab } = this;
    this.seen = step;
    this.reveal("stage");
    const share = (value) => lab.percent.format(value);
    const words = lab.word("stage", { step, modes, all, on: share(on), real: share(real), made: share(made) });
    lab.out("stage").textContent = lab.out("at").ariaValueText = words;
    setTimeout(() => step === this.seen && lab.out("field").replaceChildren(field(believed, SQUARES, HALF, this.real, points)));
    return words;
  }

  fail(error) {
    this.runner.rest();
    this.lab.fail(error);
  }
}
