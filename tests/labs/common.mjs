// What the programs in this folder share: each computes with the modules of the labs what a Python test compares.
//
// node <program> <folder of the labs> <what> <given, as JSON>    prints the result as JSON

import { pathToFileURL } from "node:url";

const [folder, what, given] = process.argv.slice(2);

/** The address of a module of the labs, and the module. */
export const address = (path) => new URL(path, pathToFileURL(`${folder}/`)).href;
export const module = (path) => import(address(path));
const { fnv1a } = await module("kit/rng.mjs");

/** The fingerprint of numbers: FNV-1a of their float64 bytes, all kinds of NaN being one. */
export function print(numbers) {
  const floats = Float64Array.from(numbers);
  const view = new DataView(floats.buffer);
  floats.forEach((value, n) => { if (value !== value) view.setBigUint64(8 * n, 0x7ff8000000000000n, true); });
  return fnv1a(new Uint8Array(floats.buffer)).toString(16).padStart(8, "0");
}

/** The fingerprints of named matrices. */
export const printed = (named) => Object.fromEntries(Object.entries(named).map(([name, { data }]) => [name, print(data)]));

/** A generator's result. */
export function drained(walk) {
  for (;;) {
    const { value, done } = walk.next();
    if (done) return value;
  }
}

/** How often, at most, a method of a class is called between two breaths of a walk, which is drained. */
export function busiest(walk, { prototype }, method) {
  const own = prototype[method];
  let [most, calls] = [0, 0];
  prototype[method] = function (...given) {
    calls += 1;
    return own.apply(this, given);
  };
  for (let done = false; !done; calls = 0) {
    ({ done } = walk.next());
    most = Math.max(most, calls);
  }
  prototype[method] = own;
  return most;
}

/** What is thrown: its kind and what it says. */
export async function thrown(act) {
  try {
    await act();
  } catch (error) {
    return { kind: error.constructor.name, message: error.message, file: error.file };
  }
  return null;
}

/** Do the task that was asked for; prepare(given) → its arguments. */
export async function answer(tasks, prepare = (one) => [one]) {
  process.stdout.write(JSON.stringify(await tasks[what](...prepare(JSON.parse(given)))));
}
