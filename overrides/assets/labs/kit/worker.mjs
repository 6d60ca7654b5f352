// The worker behind every lab: it imports the lab's core, does its tasks one at a time, and hears pause and stop meanwhile.

import { drive, Stopped } from "./drive.mjs";

const CHUNK = 40;
const control = { paused: false, stopped: false };
let tasks = null;

addEventListener("message", async ({ data }) => {
  if (data.core) {
    try {
      tasks = (await import(data.core)).tasks(data.files);
      postMessage({ ready: true });
    } catch (error) {
      postMessage({ failed: String(error) });
    }
  } else if ("paused" in data) control.paused = data.paused;
  else if (data.stop) Object.assign(control, { paused: false, stopped: true });
  else {
    control.stopped = false;
    try {
      const result = await drive(() => tasks[data.task](...data.given), control, CHUNK, (told) => postMessage({ told }));
      postMessage({ result });
    } catch (error) {
      postMessage(error instanceof Stopped ? { stopped: true } : { failed: String(error?.message ?? error) });
    }
  }
});
