"""Timing: what does a page ask for, and when does it show, stand still and answer, on a slow telephone?

The network and the processor are slowed by the browser itself, over the DevTools protocol. It delays every request, not
every packet: there is no handshake and no slow start, so each request waits 150 ms and all share 1.6 Mbit/s.
"""

from __future__ import annotations

from atlas.onsite import Site
from atlas.onsite.browsing import Waiting
from atlas.onsite.weighing import BYTES, WATCH, Traffic

NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8,
    "uploadThroughput": 750 * 1024 / 8,
}
"""Lighthouse's mobileSlow4G, in milliseconds and bytes a second: core/config/constants.js."""
SLOWDOWN = 4
TELEPHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
"""The Moto G Power that Lighthouse emulates."""
REST = 2000
"""Milliseconds that a page is left alone after it has loaded, before one asks whether it is quiet."""
LISTEN = """
  window.atlasSeen = { first: 0, largest: 0, what: "", tasks: [] };
  const each = (type, told) => new PerformanceObserver(
    (list) => list.getEntries().forEach(told)).observe({ type, buffered: true });
  each("paint", ({ name, startTime }) => { if (name === "first-contentful-paint") atlasSeen.first = startTime; });
  each("largest-contentful-paint", ({ startTime, element }) => {
    const name = element && element.className.baseVal === undefined ? element.className : "";
    Object.assign(atlasSeen, { largest: startTime, what: element
      ? element.tagName.toLowerCase() + (name && `.${name.split(" ")[0]}`) : "" });
  });
  each("longtask", ({ startTime, duration }) => atlasSeen.tasks.push([startTime, startTime + duration]));
"""


def timed(browser, site: Site, page: str) -> dict[str, float | str]:
    """One load of a page with an empty cache: requests, bytes by kind, and `lcp`, `cls`, `tbt` and `fcp` in ms."""
    context = browser.new_context(**TELEPHONE)
    context.add_init_script(WATCH + LISTEN)
    tab = context.new_page()
    control = context.new_cdp_session(tab)
    control.send("Network.enable")
    control.send("Network.emulateNetworkConditions", NETWORK)
    control.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    waiting, traffic = Waiting(tab), Traffic(tab)
    tab.goto(site.address + site.path(page), wait_until="load")
    tab.wait_for_timeout(REST)
    waiting.quiet()
    seen, shift = tab.evaluate("[atlasSeen, atlasShift]")
    figures = traffic.figures(site)
    context.close()
    return figures | {
        "requests": len(traffic.network()),
        "total": sum(figures[name] for name in BYTES),
        "fcp": seen["first"],
        "lcp": seen["largest"],
        "what": seen["what"],
        "cls": shift,
        "tbt": blocking(seen["tasks"], seen["first"]),
    }


def blocking(tasks: list[list[float]], first: float) -> float:
    """Milliseconds beyond the first 50 of every long task, as far as it lies after the first contentful paint."""
    return sum(max(0, end - max(start, first) - 50) for start, end in tasks)
