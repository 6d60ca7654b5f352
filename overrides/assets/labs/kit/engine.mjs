// The engine of a lab: it does tasks in a worker, or here in small pieces if the browser gives us no worker.

import { drive, Stopped } from "./drive.mjs";

const CHUNK = 12; // milliseconds at a time, where the page itself has to go on
const PATIENCE = 20000; // milliseconds for a worker to say that it is there

/**
 * An engine for the tasks of the module `core` (an address), which are given `files`:
 * {run(task, given, told) → promise of the result, pause(whether), stop(), close()}.
 * One task at a time; told(progress) is called now and then. A stopped task raises Stopped.
 */
export async function engine(core, files) {
  try {
    return await hired(core, files);
  } catch {
    return local((await import(core)).tasks(files));
  }
}

async function hired(core, files) {
  const address = new URL("./worker.mjs", import.meta.url);
  address.search = new URL(import.meta.url).search;
  const worker = new Worker(address, { type: "module" });
  let job = null;
  const ended = (settle, value) => { job[settle](value); job = null; };
  try {
    await new Promise((resolve, reject) => {
      worker.onerror = reject;
      worker.onmessage = ({ data }) => (data.ready ? resolve() : reject());
      setTimeout(reject, PATIENCE);
      worker.postMessage({ core, files });
    });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  worker.onerror = (event) => job && ended("reject", new Error(event.message));
  worker.onmessage = ({ data }) => {
    if (!job) return;
    if ("told" in data) job.told(data.told);
    else if ("result" in data) ended("resolve", data.result);
    else ended("reject", data.stopped ? new Stopped() : new Error(data.failed));
  };
  return {
    run: (task, given = [], told = () => {}) => new Promise((resolve, reject) => {
      job = { resolve, reject, told };
      worker.postMessage({ task, given });
    }),
    pause: (paused) => worker.postMessage({ paused }),
    stop: () => worker.postMessage({ stop: true }),
    close: () => worker.terminate(),
  };
}

function local(tasks) {
  const control = { paused: false, stopped: false };
  return {
    run(task, given = [], told = () => {}) {
      control.stopped = false;
      return drive(() => tasks[task](...given), control, CHUNK, told);
    },
    pause: (paused) => { control.paused = paused; },
    stop: () => Object.assign(control, { paused: false, stopped: true }),
    close: () => { control.stopped = true; },
  };
}
