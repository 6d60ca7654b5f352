// What a search has found is marked on the page that it led to. The theme would do it when it comes with the page; ours comes
// later, so this stands at its end. ?h= holds words and, with _ for their spaces, phrases; browsers without highlights mark nothing.
{
  const sought = (new URLSearchParams(location.search).get("h") ?? "").split(/\s+/).filter(Boolean);
  const pattern = (one) => `${/^\p{Script=Han}/u.test(one) ? "" : "(?<![\\p{L}\\p{N}])"}${one.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replaceAll("_", "[_\\s]+")}`;
  if (sought.length && self.CSS?.highlights) {
    const words = new RegExp(sought.map(pattern).join("|"), "giu");
    const ranges = [];
    for (const content of document.querySelectorAll(".md-content")) {
      const walk = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        for (const { 0: { length }, index } of node.data.matchAll(words)) {
          const range = new Range();
          range.setStart(node, index);
          range.setEnd(node, index + length);
          ranges.push(range);
        }
      }
    }
    const look = new CSSStyleSheet();
    look.replaceSync("::highlight(found) { background: Mark; color: MarkText; }");
    document.adoptedStyleSheets.push(look);
    CSS.highlights.set("found", new Highlight(...ranges));
  }
}
