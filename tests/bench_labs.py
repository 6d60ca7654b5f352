"""What does each lab weigh, how long does it train, and does the page stay usable meanwhile?

    make bench-labs                 RUNS=3

Bytes are those of `atlas.labs.size`: texts as gzip at level 9, weights as they are. A lab is started and does its longest
task to the end in the browser, at the speed of this machine and with the processor slowed four times by the DevTools protocol,
once with the lab's worker and once without any, where the page itself computes in small pieces. `took` is from the press of
the button until the reader may go on; `blocked` is the longest task of the page's own thread meanwhile, and `starting` the
same from the press of Start until the lab is there (PerformanceObserver tells those of 50 ms and more; 0 means that none
was). The map of the latent space has no worker: its task is to show another model. Figures are medians of the runs, then the
least; compare within one run of the bench only.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from atlas import labs
from atlas.browser import open_browser
from atlas.load import load
from atlas.serving import serving
from building import ROOT, build

SLOWDOWNS = (1, 4)
PATIENCE = 300_000
WATCH = """
  window.atlasLong = [0];
  new PerformanceObserver((list) => list.getEntries().forEach((one) => atlasLong.push(one.duration)))
    .observe({ type: "longtask" });
"""
NO_WORKER = "window.Worker = class { constructor() { throw new Error('none'); } };"
PRESS = "name => document.querySelector(`[data-do=${name}]`).click()"
FREE = "name => document.querySelector(`[data-do=${name}]`).getAttribute('aria-disabled') === 'false'"
TASKS = {"pipeline": ("train", "learn"), "tokenizer": ("learn", "learn"), "sampling": ("many", "many"),
         "attention": ("each", "each"), "counting": ("count", "count"), "denoising": ("many", "many"), "gan": ("train", "train")}
"""Of each lab the button of its longest task, and the one that can be pressed once it is done."""
REDRAW = """async () => {
  const field = document.querySelector(".atlas-lab [name=beta]");
  field.value = "4";
  field.dispatchEvent(new Event("change", { bubbles: true }));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
}"""


def measured(browser, address: str, slowdown: int, worker: bool, task: tuple[str, str] | None) -> tuple[float, float, float]:
    """Seconds of a lab's longest task, and the longest task of the page's thread meanwhile and before, in milliseconds."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH if worker else WATCH + NO_WORKER)
    page.goto(address)
    page.wait_for_timeout(1000)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    page.evaluate("atlasLong.length = 1")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    page.wait_for_timeout(2500)
    starting = page.evaluate("Math.max(...atlasLong.splice(1), 0)")
    began = time.perf_counter()
    if task:
        page.evaluate(PRESS, task[0])
        page.wait_for_function(FREE, arg=task[1], timeout=PATIENCE)
    else:
        page.evaluate(REDRAW)
    took = time.perf_counter() - began
    page.wait_for_timeout(500)  # what is long is told after it has ended
    blocked = page.evaluate("Math.max(...atlasLong)")
    context.close()
    return took, blocked, starting


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    book = load(ROOT)
    shown = {labs.name(page): page for page in book.pages.values() if page.lang == "en" and labs.name(page)}
    print("lab          KB to fetch  modules  KB of data, unpacked")
    for lab in shown:
        data = sum(len(content) for _, content in labs.data(ROOT, lab))
        print(f"{lab:12} {labs.size(ROOT, lab) / 1000:11.1f} {len(labs.code(ROOT, lab)):8} {data / 1000:21.1f}")
    print(f"\n{'lab':12} slower  worker   took s   blocked ms  starting ms  (medians of {runs}, then the least)")
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser, serving(Path(folder), pack=True) as address:
        build(ROOT, Path(folder), address)
        for lab, page in shown.items():
            for slowdown in SLOWDOWNS:
                for worker in (True, False) if lab in TASKS else (False,):
                    found = [measured(browser, address + page.url, slowdown, worker, TASKS.get(lab)) for _ in range(runs)]
                    took, *blocked = zip(*found, strict=True)
                    figures = "".join(
                        f"{pick(took):9.1f} {pick(blocked[0]):12.0f} {pick(blocked[1]):12.0f}" for pick in (statistics.median, min)
                    )
                    print(f"{lab:12} {slowdown:6} {'yes' if worker else 'no':>7}{figures}")


if __name__ == "__main__":
    main()
