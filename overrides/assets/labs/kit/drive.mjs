// Driving: a long computation is a generator that yields often; this lets it run without anybody waiting for it.

/** The reader pressed Stop. */
export class Stopped extends Error {}

/** Whoever waits gets a turn. */
export const breath = () => new Promise((resolve) => { setTimeout(resolve); });

/** The page has been painted, or is not seen at all. */
export const painted = () => Promise.race([
  new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); }),
  new Promise((resolve) => { setTimeout(resolve, 200); }),
]);

/**
 * A function that does a list of things one by one, each painted before the next, since a slow telephone needs time for each.
 * It leaves off as soon as it is called again, and resolves to whether all were done.
 */
export function turns() {
  let latest;
  return async (things) => {
    latest = things;
    for (const thing of things) {
      thing();
      await painted();
      if (latest !== things) return false;
    }
    return true;
  };
}

/**
 * Run a generator to its end and return its result. After every `chunk` milliseconds it draws breath, so that messages
 * and key presses get through, and tells what was yielded last. `control` is {paused, stopped}: others set it meanwhile.
 * What is no generator is returned as it is. Raises Stopped.
 */
export async function drive(walk, control, chunk, told) {
  if (typeof walk?.next !== "function") return walk;
  await breath(); // whoever pressed the button sees that it was pressed
  let since = performance.now();
  for (;;) {
    const { value, done } = walk.next();
    if (done) return value;
    if (performance.now() - since < chunk) continue;
    told(value);
    do await breath(); while (control.paused && !control.stopped);
    if (control.stopped) throw new Stopped();
    since = performance.now();
  }
}
