// Counting on its page: the reader chooses a text and how far back to look, and sees what counts make of it.

import { turns } from "../kit/drive.mjs";
import { engine } from "../kit/engine.mjs";
import { text, weights } from "../kit/files.mjs";
import { Lab } from "../kit/lab.mjs";
import { bar, chart, row } from "../kit/plot.mjs";
import { Runner } from "../kit/runner.mjs";
import { FEWEST, LIMIT } from "./core.mjs";

/** Start the lab in a section.atlas-lab. */
export async function start(section) {
  const lab = new Lab(section);
  try {
    lab.say(lab.word("loading"));
    const [zh, en, network] = await Promise.all([text("daodejing.zh.txt"), text("daodejing.en.txt"), weights("stories_small"), lab.show()]);
    const address = new URL("./core.mjs", import.meta.url);
    address.search = new URL(import.meta.url).search;
    await new View(lab, () => engine(address.href, { zh, en, network })).reset();
  } catch (error) {
    lab.fail(error);
    throw error;
  }
}

const SIGNS = { "\n": "↵", " ": "␣", "\t": "⇥" };
const LONG = 30; // characters of a token that are shown

class View {
  constructor(lab, hire) {
    this.lab = lab;
    this.inTurn = turns();
    this.asked = lab.form.elements;
    this.percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.runner = new Runner(lab, hire, () => this.settle());
    const guarded = (act) => () => act().catch((error) => this.fail(error));
    lab.when("count", guarded(() => this.count()));
    lab.when("reset", guarded(() => this.reset()));
    lab.when("back", guarded(() => this.step("place", -1)));
    lab.when("on", guarded(() => this.step("place", 1)));
    lab.when("another", guarded(() => this.step("version", 1)));
    for (const name of ["n", "place", "version"]) this.asked[name].addEventListener("change", guarded(() => this.refresh()));
    this.asked.text.addEventListener("change", () => this.fit());
  }

  /** Forget everything but what the controls say. */
  async reset() {
    this.counted = null;
    this.inTurn([]);
    this.fit();
    await this.runner.renew();
    this.lab.form.querySelectorAll("[data-after]").forEach((part) => { part.hidden = true; });
    this.lab.say(this.lab.word("ready"));
  }

  /** Show the controls that belong to the chosen text; those that do not are asked nothing. */
  fit() {
    for (const part of this.lab.form.querySelectorAll("[data-for]")) {
      part.hidden = !part.dataset.for.split(" ").includes(this.asked.text.value);
      for (const one of part.querySelectorAll("input, select, textarea")) one.disabled = part.hidden;
    }
  }

  settle() {
    const { busy } = this.runner;
    this.lab.allow("count", !busy);
    for (const name of ["back", "on", "another"]) this.lab.allow(name, !busy && this.counted);
  }

  /** Tell everybody, those who see the page and those who hear it. */
  tell(words) {
    this.runner.progress(0, 1, words);
    this.lab.say(words);
  }

  async count() {
    const { lab, asked } = this;
    if (!lab.form.reportValidity()) return;
    const choice = {
      text: asked.text.value, language: asked.language.value, stories: asked.stories.valueAsNumber,
      own: asked.own.value, unit: asked.unit.value, seed: asked.seed.valueAsNumber,
    };
    if (choice.text === "own" && !choice.own.trim()) {
      asked.own.focus();
      return this.tell(lab.word("empty"));
    }
    this.runner.progress(0, 1, "");
    this.inTurn([]);
    const found = await this.runner.work("count", [choice], ({ done, steps }) => lab.word("counted", { part: this.percent.format(done / steps) }));
    this.counted = null;
    if (!found) return this.settle();
    if (found.few !== undefined) return this.tell(lab.word("few", { tokens: found.few, fewest: FEWEST }));
    this.counted = found;
    asked.place.max = found.held;
    lab.form.querySelectorAll("[data-story]:not([data-after])").forEach((part) => { part.hidden = !found.tell; });
    const parts = [...lab.form.querySelectorAll("[data-after]")];
    const shown = await this.inTurn([() => this.scores(found), ...parts.map((part) => () => {
      part.hidden = "story" in part.dataset && !found.tell;
    })]);
    if (!shown) return;
    await this.refresh();
    const words = this.summary(found);
    this.runner.progress(1, 1, lab.word("done"));
    lab.say(words);
  }

  summary({ best, bits, tokens, held, vocabulary, shortened }) {
    const said = this.lab.word("came", { tokens, held, vocabulary, best, bits: this.lab.two.format(bits[best - 1]) });
    return shortened ? said + this.lab.word("shortened", { limit: LIMIT }) : said;
  }

  scores(found) {
    const { lab, percent } = this;
    lab.out("summary").textContent = this.summary(found);
    const levels = found.tell ? [[found.grammar, "filled"], [found.network, "dashed"]] : [];
    lab.out("chart").replaceChildren(chart(found.bits.map((one, k) => [k + 1, one]), levels, (y) => lab.numbers.format(y)));
    lab.out("legend").textContent = lab.word("legend") + (found.tell ? lab.word("legend-network") : "");
    lab.out("scores").replaceChildren(...found.bits.map((one, k) => row(
      [String(k + 1)], [lab.two.format(one), k + 1 === found.best ? lab.word("best") : ""],
      [percent.format(found.known[k])], [percent.format(found.copied[k])],
    )));
    if (!found.tell) return;
    lab.out("scores").append(row([lab.word("network")], [lab.two.format(found.network)], ["–"], ["–"]));
    lab.out("scores").append(row([lab.word("grammar")], [lab.two.format(found.grammar)], ["–"], ["–"]));
    lab.out("sweep").replaceChildren(...found.sweep.map(({ stories, bits }) => row(
      [lab.numbers.format(stories)], ...[2, 4, 6].map((n) => [lab.two.format(bits[n - 1])]), [String(bits.indexOf(Math.min(...bits)) + 1)],
    )));
  }

  async step(name, by) {
    const one = this.asked[name];
    const [low, high] = [Number(one.min), Number(one.max)];
    one.value = Math.min(Math.max((one.valueAsNumber || 0) + by, low), high);
    this.lab.remember();
    await this.refresh();
  }

  /** Look at the chosen place, and write, with the chosen n; once more if something was chosen meanwhile. */
  async refresh() {
    const { lab, asked } = this;
    if (!this.counted) return;
    if (this.runner.busy) {
      this.again = true;
      return;
    }
    do {
      this.again = false;
      if (asked.place.valueAsNumber > this.counted.held) asked.place.value = this.counted.held;
      if (!lab.form.reportValidity()) return;
      this.runner.progress(0, 1, "");
      const [n, place, version] = ["n", "place", "version"].map((name) => asked[name].valueAsNumber);
      const looked = await this.runner.work("look", [n, place], () => "");
      if (looked) this.look(looked, n);
      const wrote = looked && (await this.runner.work("write", [n, version], () => ""));
      if (wrote) this.wrote(wrote);
    } while (this.again);
  }

  /** A token as it is shown: what cannot be seen gets a sign. */
  token(token) {
    if (token === "<eos>") return this.lab.word("end");
    if (SIGNS[token]) return SIGNS[token];
    const shown = /^[\p{C}\p{Z}]+$/u.test(token) ? `U+${token.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}` : token;
    return (/^\p{M}/u.test(shown) ? "◌" : "") + (shown.length > LONG ? `${Array.from(shown).slice(0, LONG).join("")}…` : shown);
  }

  look({ before, context, sum, kinds, rows }, n) {
    const { lab, percent } = this;
    lab.out("before").textContent = `${before || lab.word("beginning")} ▁`;
    const shown = context.map((one) => this.token(one)).join(" ");
    const said = { context: shown || lab.word("none"), times: sum, kinds, n: n - 1 };
    lab.out("context").textContent = n === 1 ? lab.word("no-context", said) : sum ? lab.word("seen", said) : lab.word("never", said);
    lab.out("follows").replaceChildren(...rows.map(({ token, count, share, p, network, right }) => {
      const name = document.createElement("bdi");
      name.textContent = this.token(token);
      const cells = [[name, right ? lab.word("right") : ""], [`${lab.numbers.format(count)} (${percent.format(share)})`], [percent.format(p), bar(p)]];
      return row(...cells, ...(network === null ? [] : [[percent.format(network)]]));
    }));
    const { groups, tell } = this.counted;
    if (!tell) return;
    lab.out("groups-of").textContent = lab.word("groups", { n, before: n - 1 });
    const bits = (value) => [value === null ? "–" : this.lab.two.format(value)];
    lab.out("groups").replaceChildren(...groups[n - 1].map(({ share, counts, network }, k) => (
      row([k ? lab.word("group-never") : lab.word("group-counted")], [percent.format(share)], bits(counts), bits(network))
    )));
  }

  wrote({ pieces, copied, runs, fault, faultless }) {
    const { lab } = this;
    lab.out("written").replaceChildren(...pieces.map((piece) => {
      const one = document.createElement(piece.copied ? "u" : "span");
      one.textContent = piece.text;
      return one;
    }));
    const words = lab.word("copies", { copied, runs });
    const checked = faultless === null ? "" : faultless ? lab.word("faultless") : lab.word("fault", { token: fault ? this.token(fault) : lab.word("end") });
    lab.out("copies").textContent = words + checked;
    this.runner.progress(1, 1, lab.word("done"));
    lab.say(words + checked);
  }

  fail(error) {
    this.runner.rest();
    this.lab.fail(error);
  }
}
