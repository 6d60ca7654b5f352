// The runner of a lab: the engine does one task at a time, the page shows how far it is, and pause and stop are heard.

import { Stopped } from "./drive.mjs";

const PACE = 150; // milliseconds between two looks at how far it is: every change of the page costs a slow telephone a frame

/**
 * For a form with a <progress>, an element data-out="progress", and buttons data-do="pause" and "stop".
 * hire() → promise of an engine; settle() is called whenever what may be pressed has changed: see `busy`.
 */
export class Runner {
  constructor(lab, hire, settle) {
    Object.assign(this, { lab, hire, settle, engine: null, renewing: null, busy: false, held: false });
    lab.when("pause", () => this.pause());
    lab.when("stop", () => this.engine.stop());
    document.addEventListener("visibilitychange", () => this.engine?.pause(this.held || document.hidden));
  }

  /** A new engine, which knows of nothing that was done before; nothing else can be pressed until it is there. */
  renew() {
    this.renewing ??= this.replace().finally(() => { this.renewing = null; });
    return this.renewing;
  }

  async replace() {
    this.engine?.close();
    Object.assign(this, { engine: null, busy: true, held: false });
    this.changed();
    this.engine = await this.hire();
    this.progress(0, 1, "");
    this.rest();
  }

  /** Nothing is being done. */
  rest() {
    this.busy = this.held = false;
    this.changed();
  }

  progress(done, steps, words) {
    this.lab.form.querySelector("progress").value = done / steps;
    this.lab.out("progress").textContent = words;
  }

  /**
   * Let the engine do a task, which the lab has a word for: its result, or null if the reader stopped it.
   * told({done, steps, …}, seconds left), called a few times a second → words for how far it is.
   * What was given to an engine that has been replaced has no result: whoever waits for it waits for ever.
   */
  async work(task, given, told) {
    const { engine } = this;
    if (!engine) return new Promise(() => {});
    this.busy = true;
    this.changed();
    this.lab.say(this.lab.word(task));
    let result = null;
    let failed = null;
    try {
      result = await engine.run(task, given, this.teller(engine, told));
    } catch (error) {
      failed = error;
    }
    if (engine !== this.engine) return new Promise(() => {});
    this.rest();
    if (!failed) return result;
    if (!(failed instanceof Stopped)) throw failed;
    this.progress(0, 1, "");
    this.lab.say(this.lab.word("stopped"));
    return null;
  }

  /** What takes the engine's progress to the page. */
  teller(engine, told) {
    const began = performance.now();
    let shown = -Infinity;
    return (progress) => {
      const now = performance.now();
      if (now - shown < PACE || engine !== this.engine) return;
      shown = now;
      const { done, steps } = progress;
      const words = told(progress, Math.ceil(((now - began) / Math.max(done, 1)) * (steps - done) / 1000));
      this.progress(done, steps, words);
      this.lab.say(words, { passing: true });
    };
  }

  pause() {
    this.held = !this.held;
    this.engine.pause(this.held);
    this.changed();
  }

  changed() {
    for (const name of ["pause", "stop"]) this.lab.allow(name, this.busy && this.engine !== null);
    this.lab.button("pause").setAttribute("aria-pressed", String(this.held));
    this.settle();
  }
}
