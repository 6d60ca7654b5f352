// The latent space on its page: the reader walks on a map of pictures, morphs one digit into another, and draws one.

import { turns } from "../kit/drive.mjs";
import { engine } from "../kit/engine.mjs";
import { text, weights } from "../kit/files.mjs";
import { Lab } from "../kit/lab.mjs";
import { matrix, rowOf } from "../kit/nn.mjs";
import { mosaic, picture, row } from "../kit/plot.mjs";
import { verdicts } from "../models/judge.mjs";
import { between, ink, inside, look, middles, nearest, pixels, placed, squares } from "./core.mjs";

const SIDE = 8; // pictures on one side of the map of pictures
const STEPS = 8; // from one digit to another
const LITTLE = 0.1; // nats: a KL below it says that places carry next to nothing
const BLANK = "0".repeat(16);
const ARROWS = { ArrowUp: -8, ArrowDown: 8, ArrowLeft: -1, ArrowRight: 1 };

/** Start the lab in a section.atlas-lab. */
export async function start(section) {
  const lab = new Lab(section);
  try {
    lab.say(lab.word("loading"));
    const names = { 0: weights("latent_beta_0"), 0.3: weights("latent_beta_0_3"), 1: weights("latent_beta_1"), 4: weights("latent_beta_4") };
    const [digits, judge, ...params] = await Promise.all([text("digits.txt"), weights("judge"), ...Object.values(names), lab.show()]);
    const models = Object.fromEntries(Object.keys(names).map((beta, n) => [beta, params[n]]));
    const address = new URL("./core.mjs", import.meta.url);
    address.search = new URL(import.meta.url).search;
    const hired = await engine(address.href, { text: digits, judge, models });
    const surveyed = await hired.run("survey");
    hired.close();
    await new View(lab, { ...surveyed, judge, models }).reset();
  } catch (error) {
    lab.fail(error);
    throw error;
  }
}

class View {
  /** world: what core.survey returns, and the judge and models it was made with. */
  constructor(lab, world) {
    Object.assign(this, { lab, world, fields: lab.form.elements, inTurn: turns() });
    this.fine = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 2 });
    this.cells = this.squared();
    for (const name of ["digits", "pictures"]) this.listen(lab.out(name));
    for (const name of ["copy", "clear"]) lab.when(name, () => this[name]());
    lab.when("reset", () => {
      lab.form.reset();
      lab.remember();
      this.reset();
    });
    lab.form.addEventListener("submit", () => this.go());
    for (const name of ["beta", "reach"]) this.fields[name].addEventListener("change", async () => { if (await this.map()) this.say("model"); });
    for (const name of ["from", "to"]) this.fields[name].addEventListener("change", () => { this.morph(); lab.say(this.walked); });
    for (const name of ["x", "y"]) this.fields[name].addEventListener("input", () => { this.point(); this.say("point", { passing: true }); });
  }

  say(name, options) { this.lab.say(this.lab.out(name).textContent, options); }

  /** Show everything as the controls say. */
  async reset() {
    if (await this.map()) this.lab.say(this.lab.word("ready"));
  }

  /** A KL, however small: a collapsed model's is not quite nought. */
  nats(kl) { return kl < LITTLE ? this.fine.format(kl) : kl; }

  params() { return this.world.models[this.fields.beta.value]; }
  here() { return this.world.maps[this.fields.beta.value]; }
  reach() { return Number(this.fields.reach.value); }

  /** Show one map: of the model that is chosen, as far as it is to reach. Resolves to whether no other was asked for meanwhile. */
  map() {
    return this.inTurn([() => this.model(), () => this.places(), () => this.readings(), () => this.encode(), () => this.morph()]);
  }

  /** What the model is like. */
  model() {
    const { lab, world } = this;
    const [here, reach] = [this.here(), this.reach()];
    for (const name of ["x", "y"]) Object.assign(this.fields[name], { min: -reach, max: reach });
    const words = lab.word("model", {
      beta: this.fields.beta.value, count: world.labels.length, kl: this.nats(here.kl), error: here.error,
      kept: lab.percent.format(here.kept), inside: lab.percent.format(inside(here, reach)),
    });
    lab.out("model").textContent = here.kl < LITTLE ? `${words}${lab.word("little")}` : words;
    this.point();
  }

  /** Where the digits lie on the map. */
  places() {
    const { lab, world } = this;
    this.spread("digits", numerals(this.here().mean, world.labels, this.reach()));
    lab.out("middles").replaceChildren(...middles(this.here(), world.labels).map(({ digit, x, y, kept }) => row(
      [String(digit)], [this.number(x)], [this.number(y)], [lab.percent.format(kept)],
    )));
  }

  /** The map of pictures, and what is read in them. */
  readings() {
    const points = squares(this.reach(), SIDE);
    const all = look(this.params(), this.world.judge, points);
    this.spread("pictures", mosaic(Array.from({ length: SIDE * SIDE }, (_, n) => rowOf(all.pictures, n)), SIDE));
    this.lab.out("readings").replaceChildren(...Array.from({ length: SIDE }, (_, line) => {
      const read = all.verdicts.slice(SIDE * line, SIDE * (line + 1));
      return row([this.number(points.data[2 * SIDE * line + 1])], ...read.map(({ digit }) => [String(digit)]));
    }));
  }

  /** Two places behind the point, and no −0. */
  number(value) { return this.lab.numbers.format(Number(value.toFixed(2)) + 0); }

  /** Fill a plane below its marks. */
  spread(name, shown) {
    const plane = this.lab.out(name);
    plane.querySelector("svg, canvas")?.remove();
    plane.prepend(shown);
  }

  mark(kind, x, y) {
    for (const one of this.lab.form.querySelectorAll(`.atlas-lab__${kind}`)) {
      one.hidden = !(Math.max(Math.abs(x), Math.abs(y)) <= this.reach());
      Object.assign(one.style, { left: `${50 + (50 * x) / this.reach()}%`, top: `${50 - (50 * y) / this.reach()}%` });
    }
  }

  /** A press on a plane, and a drag over it, move the point: a round mark; the drawing's is square. */
  listen(plane) {
    plane.append(...["point", "drawing"].map((kind) => Object.assign(document.createElement("i"), { className: `atlas-lab__${kind}` })));
    const move = (event) => {
      if (!event.buttons) return;
      const { left, top, width, height } = plane.getBoundingClientRect();
      this.set((2 * (event.clientX - left)) / width - 1, 1 - (2 * (event.clientY - top)) / height);
    };
    plane.addEventListener("pointerdown", (event) => {
      plane.setPointerCapture(event.pointerId);
      move(event);
    });
    plane.addEventListener("pointermove", move);
    plane.addEventListener("pointerup", () => this.lab.remember());
  }

  /** Put the point at shares −1 … 1 of the map's reach. */
  set(across, up) {
    this.fields.x.value = across * this.reach();
    this.fields.y.value = up * this.reach();
    this.point();
    this.say("point", { passing: true });
  }

  /** Show what is decoded at the point, and the real digit nearest to it. */
  point() {
    const { lab, world } = this;
    const [x, y] = [this.fields.x.valueAsNumber, this.fields.y.valueAsNumber];
    const { pictures, verdicts: [{ digit, sure }] } = look(this.params(), world.judge, matrix(1, 2, Float64Array.of(x, y)));
    const near = nearest(this.here(), x, y);
    this.mark("point", x, y);
    for (const [name, value] of [["x", x], ["y", y]]) lab.out(name).textContent = this.number(value);
    lab.out("decoded").replaceChildren(picture(pictures.data));
    lab.out("near").replaceChildren(picture(rowOf(world.pictures, near.row)));
    lab.out("point").textContent = lab.word("point", {
      x: this.number(x), y: this.number(y), digit: String(digit), sure: lab.percent.format(sure),
      near: String(world.labels[near.row]), distance: near.distance,
    });
  }

  /** Show the way from one digit to the other: on the map, and by mixing pixels. */
  morph() {
    const { lab, world } = this;
    const ends = ["from", "to"].map((name) => world.labels.indexOf(Number(this.fields[name].value)));
    const [from, to] = ends.map((end) => rowOf(this.here().mean, end));
    const walk = look(this.params(), world.judge, between(from, to, STEPS));
    const read = this.strip("walk", walk);
    const mixed = between(...ends.map((end) => rowOf(world.pictures, end)), STEPS);
    this.strip("mix", { pictures: mixed, verdicts: verdicts(world.judge, mixed) });
    this.walked = lab.word("walked", { read: read.join(" ") });
  }

  /** A row of pictures with what is read in each; returns the digits. */
  strip(name, { pictures, verdicts }) {
    this.lab.out(name).replaceChildren(...verdicts.map(({ digit, sure }, n) => {
      const item = document.createElement("li");
      const said = document.createElement("span");
      said.textContent = this.lab.word("read", { digit: String(digit), sure: this.lab.percent.format(Math.round(100 * sure) / 100) });
      item.append(picture(rowOf(pictures, n)), said);
      return item;
    }));
    return verdicts.map(({ digit }) => digit);
  }

  /** The squares to draw on: one stop for Tab, arrows inside, a press or the space bar changes one. */
  squared() {
    const grid = this.lab.out("grid");
    const cells = Array.from({ length: 64 }, (_, n) => {
      const cell = document.createElement("button");
      const label = this.lab.word("cell", { row: Math.floor(n / 8) + 1, column: (n % 8) + 1 });
      Object.assign(cell, { type: "button", tabIndex: n ? -1 : 0, ariaLabel: label });
      cell.addEventListener("click", () => this.toggle(n));
      return cell;
    });
    grid.replaceChildren(...cells);
    grid.addEventListener("keydown", (event) => {
      const [from, by] = [cells.indexOf(event.target), ARROWS[event.key]];
      const to = from + by;
      if (!by || (Math.abs(by) === 1 && to >> 3 !== from >> 3)) return;
      event.preventDefault();
      if (cells[to]) this.enter(cells[to]);
    });
    return cells;
  }

  enter(cell) {
    for (const one of this.cells) one.tabIndex = one === cell ? 0 : -1;
    cell.focus();
  }

  toggle(n) {
    this.enter(this.cells[n]);
    const drawing = pixels(this.fields.ink.value);
    drawing[n] = -drawing[n];
    this.draw(ink(drawing), { passing: true });
  }

  clear() { this.draw(BLANK); }

  /** Draw the first digit of the morph, in black and white. */
  copy() { this.draw(ink(rowOf(this.world.pictures, this.world.labels.indexOf(Number(this.fields.from.value))))); }

  draw(drawing, options) {
    this.fields.ink.value = drawing;
    this.lab.remember();
    this.encode();
    this.say("place", options);
  }

  /** Show where the drawing lies on the map, and what is rebuilt from there. */
  encode() {
    const { lab } = this;
    const drawing = pixels(this.fields.ink.value);
    drawing.forEach((value, n) => { this.cells[n].ariaPressed = String(value > 0); });
    const blank = this.fields.ink.value === BLANK;
    const { place: [x, y], sigma, kl, error, pixels: rebuilt, verdict: { digit, sure } } = placed(this.params(), this.world.judge, drawing);
    this.mark("drawing", blank ? NaN : x, y);
    this.drawn = blank ? null : [x, y];
    lab.out("drawn").replaceChildren(...(blank ? [] : [picture(drawing)]));
    lab.out("rebuilt").replaceChildren(...(blank ? [] : [picture(rebuilt)]));
    lab.out("place").textContent = blank ? lab.word("blank") : lab.word("place", {
      x: this.number(x), y: this.number(y), sigma: `${this.number(sigma[0])}, ${this.number(sigma[1])}`,
      kl: this.nats(kl), error, digit: String(digit), sure: lab.percent.format(sure),
    });
  }

  /** Put the point where the drawing lies, or as near to it as the map reaches. */
  go() {
    if (!this.drawn) return this.lab.say(this.lab.word("blank"));
    this.set(...this.drawn.map((value) => value / this.reach()));
    this.lab.remember();
    this.say("point");
  }
}

/** The places of digits as their numerals, with the axes and the circle of radius 2. */
function numerals(mean, labels, reach) {
  const at = (value) => (value * 100 / reach).toFixed(1);
  const seen = labels.map((_, n) => n).filter((n) => rowOf(mean, n).every((value) => Math.abs(value) <= reach));
  const all = (axis, sign) => seen.map((n) => at(sign * rowOf(mean, n)[axis])).join(" ");
  const holder = document.createElement("div");
  holder.innerHTML = `<svg viewBox="-100 -100 200 200"><path d="M-100 0H100M0-100V100"/><circle r="${at(2)}"/>`
    + `<text x="${all(0, 1)}" y="${all(1, -1)}">${seen.map((n) => labels[n]).join("")}</text></svg>`;
  return holder.firstElementChild;
}
