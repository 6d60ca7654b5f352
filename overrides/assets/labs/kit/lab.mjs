// A lab on its page: its words, its controls, and the state that a link can carry.

import { breath } from "./drive.mjs";
import { FileError } from "./files.mjs";

const QUIET = 3000; // milliseconds between two things that are said aloud
const LONGEST = 200; // characters of a text that an address may carry

/** A section.atlas-lab that was started: its template becomes its body. */
export class Lab {
  constructor(section) {
    this.section = section;
    this.words = JSON.parse(section.querySelector("script[type='application/json']").textContent);
    this.status = section.querySelector("[role=status]");
    this.said = 0;
  }

  /** Load the style sheet and show the body; controls take their values from the address. The first control gets the focus. */
  async show() {
    await Promise.all([sheet(new URL("../labs.css", import.meta.url)), this.formats()]);
    const template = this.section.querySelector("template");
    this.form = template.content.firstElementChild.cloneNode(true);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", () => this.remember());
    this.restore();
    this.section.querySelector(".atlas-lab__start").replaceWith(this.form);
    this.form.tabIndex = -1;
    this.form.focus({ preventScroll: true });
  }

  /** How numbers are written. For the first one a browser reads its tables, in a task of its own. */
  async formats() {
    await breath();
    const format = (more) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2, ...more });
    this.numbers = format();
    this.two = format({ minimumFractionDigits: 2 });
    this.percent = format({ style: "percent", maximumFractionDigits: 1 });
  }

  /** Words in the page's language, with numbers in the place of {names}. */
  word(key, values = {}) {
    return this.words[key].replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return typeof value === "number" ? this.numbers.format(value) : value;
    });
  }

  /** Tell it to those who hear the page: at once, or, if it is only `passing`, not more often than they can bear. */
  say(text, { passing = false } = {}) {
    if (passing && performance.now() - this.said < QUIET) return;
    this.said = performance.now();
    this.status.textContent = text;
  }

  /** Say what went wrong, in words that tell the reader what to do. */
  fail(error) {
    console.info(error);
    this.status.classList.add("atlas-lab__failed");
    this.say(error instanceof FileError ? this.word("file", { file: error.file }) : this.word("broken", { what: String(error?.message ?? error) }));
  }

  /** The element that shows something, or a button that does something. */
  out(name) { return this.form.querySelector(`[data-out="${name}"]`); }
  button(name) { return this.form.querySelector(`[data-do="${name}"]`); }

  /** Whether a button does anything now. It keeps the focus when it does not. */
  allow(name, yes) { this.button(name).setAttribute("aria-disabled", String(!yes)); }

  /** Call `act` when the button is pressed while it is allowed. */
  when(name, act) {
    this.button(name).addEventListener("click", () => {
      if (this.button(name).getAttribute("aria-disabled") !== "true") act();
    });
  }

  /** Buttons data-set="…" put their values into these controls; the one whose values they have is shown as pressed. */
  presets(names, filled = () => {}) {
    const controls = names.map((name) => this.form.elements[name]);
    const buttons = [...this.form.querySelectorAll("[data-set]")];
    const recognise = () => {
      const now = controls.map((one) => one.value).join(" ");
      for (const button of buttons) button.ariaPressed = String(button.dataset.set === now);
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const values = button.dataset.set.split(" ");
        controls.forEach((one, n) => { one.value = values[n]; });
        this.remember();
        recognise();
        filled();
      });
    }
    this.form.addEventListener("input", recognise);
    recognise();
  }

  controls() { return [...this.form.elements].filter((one) => one.name); }

  /** Controls take their values from the address, where those are allowed. */
  restore() {
    const address = new URLSearchParams(location.search);
    for (const one of this.controls()) {
      if (!address.has(one.name)) continue;
      if (one.type === "checkbox") one.checked = address.get(one.name) === "1";
      else {
        const before = one.value;
        one.value = address.get(one.name);
        const chosen = one.value === address.get(one.name) && one.selectedIndex !== -1; // a select takes "" as none of its options
        if (!chosen || !one.checkValidity()) one.value = before;
      }
    }
  }

  /** The address takes the values of the controls that are not as they were to begin with, unless they are very long. */
  remember() {
    const address = new URL(location.href);
    for (const one of this.controls()) {
      const [value, first] = one.type === "checkbox" ? [one.checked ? "1" : "0", one.defaultChecked ? "1" : "0"]
        : [one.value, one.defaultValue ?? [...one.options].find((option) => option.defaultSelected)?.value ?? one.options[0].value];
      if (value === first || value.length > LONGEST || !one.checkValidity()) address.searchParams.delete(one.name);
      else address.searchParams.set(one.name, value);
    }
    history.replaceState(history.state, "", address);
  }
}

function sheet(address) {
  address.search = new URL(import.meta.url).search;
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address, onload: resolve });
    link.onerror = () => reject(new FileError("labs.css", "did not come"));
    document.head.append(link);
  });
}
