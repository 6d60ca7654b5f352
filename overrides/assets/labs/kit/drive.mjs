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

/** A generator's result; on the way it yields what `say` makes of what that one yields. */
export function* retold(walk, say) {
  for (;;) {
    const { value, done } = walk.next();
    if (done) return value;
    yield say(value);
  }
}

/**
 * Do a task, begin() → its result, or a generator that is run to its end and returns it. After every `chunk` milliseconds
 * it draws breath, so that messages and key presses get through, and tells what was yielded last. `control` is
 * {paused, stopped}: others set it meanwhile. Raises Stopped.
 */
export async function drive(begin, control, chunk, told) {
  await breath(); // whoever pressed the button sees that it was pressed
  const walk = begin();
  if (typeof walk?.next !== "function") return walk;
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
