// Denoising on its page: the reader drowns a digit, then watches digits come out of noise.

import { turns } from "../kit/drive.mjs";
import { engine } from "../kit/engine.mjs";
import { FileError, text, weights } from "../kit/files.mjs";
import { Lab } from "../kit/lab.mjs";
import { rowOf } from "../kit/nn.mjs";
import { picture, row } from "../kit/plot.mjs";
import { Runner } from "../kit/runner.mjs";
import { drowned, SHARE, SIXTEEN, specimens } from "./core.mjs";

const ROW = 4; // pictures that are painted at a time

/** Start the lab in a section.atlas-lab. */
export async function start(section) {
  const lab = new Lab(section);
  try {
    lab.say(lab.word("loading"));
    const [digits, judge, model] = await Promise.all([text("digits.txt"), weights("judge"), weights("denoising_lab")]);
    const files = { text: digits, judge, model, specimens: known(digits) };
    await lab.show();
    const address = new URL("./core.mjs", import.meta.url);
    address.search = new URL(import.meta.url).search;
    await new View(lab, files, () => engine(address.href, { text: digits, judge, model })).reset();
  } catch (error) {
    lab.fail(error);
    throw error;
  }
}

function known(digits) {
  try {
    return specimens(digits);
  } catch (error) {
    throw new FileError("digits.txt", error.message);
  }
}

/** A picture with words below it, for a list. */
function shown(pixels, words) {
  const item = document.createElement("li");
  const said = document.createElement("span");
  said.textContent = words;
  item.append(picture(pixels), said);
  return item;
}

class View {
  constructor(lab, files, hire) {
    Object.assign(this, { lab, files, way: null, inTurn: turns() });
    this.runner = new Runner(lab, hire, () => this.settle());
    for (const name of ["draw", "many", "reset"]) lab.when(name, () => this[name]().catch((error) => this.fail(error)));
    lab.out("drown").addEventListener("input", () => this.drown());
    lab.out("at").addEventListener("input", () => this.look());
  }

  /** Forget everything but what the controls say. */
  async reset() {
    const { lab } = this;
    this.way = null;
    this.inTurn([]);
    await this.runner.renew();
    lab.out("tried").replaceChildren();
    lab.form.querySelectorAll("[data-after]").forEach((part) => { part.hidden = true; });
    this.drown();
    lab.say(lab.word("ready"));
  }

  /** What can be pressed now. */
  settle() {
    for (const name of ["draw", "many"]) this.lab.allow(name, !this.runner.busy);
  }

  number(name) { return this.lab.form.elements[name].valueAsNumber; }

  /** How much noise there is at level t, in words. */
  noise(t) {
    const { lab } = this;
    const share = 1 - SHARE[t];
    const words = t === 0 ? lab.word("none") : share < 0.25 ? lab.word("little") : share < 0.5 ? lab.word("less")
      : share < 0.95 ? lab.word("more") : lab.word("all");
    return lab.word("level", { t, share: lab.percent.format(share), words });
  }

  /** The real digit, drowned as far as the slider says, and what the model makes of it. */
  drown() {
    const { lab, files } = this;
    if (["real", "noise"].some((name) => !lab.form.elements[name].checkValidity())) {
      lab.out("level").textContent = lab.word("nonsense");
      return;
    }
    const [digit, t] = [this.number("real"), this.number("level")];
    const { noisy, blind, told } = drowned(files, files.specimens[digit], digit, t, this.number("noise"));
    lab.out("level").textContent = lab.form.elements.level.ariaValueText = this.noise(t);
    lab.out("drowned").replaceChildren(
      shown(files.specimens[digit], lab.word("real", { digit })),
      shown(noisy.pixels, lab.word("noisy", noisy.verdict)),
      shown(blind.pixels, lab.word("blind", blind.verdict)),
      shown(told.pixels, lab.word("told", told.verdict)),
    );
  }

  /** Let the engine do a task with the settings: {settings, result}, or null if they are wrong or the reader stopped it. */
  async work(task) {
    const { lab } = this;
    if (!lab.form.reportValidity()) return null;
    const settings = { digit: this.number("digit"), seed: this.number("seed"), steps: this.number("steps"), w: this.number("w") };
    const result = await this.runner.work(task, [settings], ({ done, steps }) => lab.word("step", { done, steps }));
    if (result) this.runner.progress(1, 1, lab.word("done"));
    return result && { settings, result };
  }

  async draw() {
    const { lab } = this;
    const done = await this.work("walk");
    if (!done) return;
    const { settings, result } = done;
    this.way = result;
    Object.assign(lab.out("at"), { max: settings.steps, value: 1 });
    this.reveal("one");
    this.look();
    lab.out("finished").replaceChildren(
      shown(result.picture, lab.word("read", result.verdict)),
      shown(result.copied.pixels, lab.word("nearest", result.copied)),
    );
    const words = lab.word("drawn", { ...settings, read: result.verdict.digit });
    lab.out("summary").textContent = words;
    lab.out("distance").textContent = lab.word("distance", { far: lab.two.format(result.distance), usual: lab.two.format(result.usual) });
    lab.say(`${words}${lab.word("scrub")}`);
  }

  /** The step of the way that the slider points at. */
  look() {
    const { lab, way } = this;
    const step = lab.out("at").valueAsNumber;
    const { t, x, guess, verdict } = way.frames[step - 1];
    const words = lab.word("frame", { step, steps: way.frames.length, noise: this.noise(t) });
    lab.out("frame").textContent = lab.out("at").ariaValueText = words;
    lab.out("way").replaceChildren(shown(x, lab.word("now")), shown(guess, lab.word("guess", verdict)));
  }

  async many() {
    const { lab } = this;
    const done = await this.work("sixteen");
    if (!done) return;
    const { settings, result } = done;
    const [obeyed, spread, gap] = [lab.percent.format(result.obeyed), lab.two.format(result.variety), lab.two.format(result.median)];
    const words = lab.word("came", { hits: Math.round(SIXTEEN * result.obeyed), all: SIXTEEN, digit: settings.digit, spread });
    const rows = Array.from({ length: SIXTEEN / ROW }, (_, n) => () => {
      const some = result.verdicts.slice(ROW * n, ROW * (n + 1));
      lab.out("pictures").append(...some.map((one, k) => shown(rowOf(result.pictures, ROW * n + k), lab.word("read", one))));
    });
    lab.out("tried").append(row([lab.word("setting", settings)], [obeyed], [spread], [gap]));
    lab.out("many").textContent = words;
    lab.out("pictures").replaceChildren();
    this.reveal("many");
    if (await this.inTurn([() => {}, ...rows])) lab.say(words);
  }

  reveal(part) { this.lab.form.querySelector(`[data-after="${part}"]`).hidden = false; }

  fail(error) {
    this.runner.rest();
    this.lab.fail(error);
  }
}
