// What does axe find on this page? Called with the tags of its rules, in a page where axe-core is loaded.
async (tags) => {
  // Colours are the dear question, seconds for a long list, so they are asked of at most three texts that are painted
  // alike: whose element and all that hold it have the same names and attributes, but for those that paint nothing.
  // All other rules are asked of everything.
  const unpainted = /^(id|href|hreflang|alt|src|title|for|datetime|value|name|aria-.*|data-card|data-home|data-filter.*)$/;
  const ways = new Map();
  const way = (node) => {
    if (!node) return "";
    if (!ways.has(node)) {
      const said = [...node.attributes].filter(({ name }) => !unpainted.test(name));
      ways.set(node, `${way(node.parentElement)}>${node.tagName}${said.map(({ name, value }) => `[${name}=${value}]`)}`);
    }
    return ways.get(node);
  };
  const kinds = new Map();
  for (const node of document.body.querySelectorAll("*")) {
    if ([...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim())) {
      kinds.set(way(node), [...(kinds.get(way(node)) ?? []), node].slice(0, 3));
    }
  }
  const texts = [...kinds.values()].flat();
  const all = axe.getRules().map(({ ruleId }) => ruleId);
  const colours = axe.getRules(["cat.color"]).map(({ ruleId }) => ruleId);
  const ask = (context, unasked) => {
    const rules = Object.fromEntries(unasked.map((rule) => [rule, { enabled: false }]));
    return axe.run(context, { runOnly: tags, rules, resultTypes: ["violations"] });
  };
  const found = [
    await ask(document, colours),
    await ask({ include: texts.length ? texts : [document.body] }, all.filter((rule) => !colours.includes(rule))),
  ];
  // axe 4.12 does not read MathML (dequelabs/axe-core#3285), so it takes a header that is a formula for an empty one.
  const formula = (id, { target }) => /^empty-(table-header|heading)$/.test(id) && document.querySelector(`${target.join(" ")} math`);
  return found
    .flatMap(({ violations }) => violations)
    .map(({ id, help, helpUrl, nodes }) => {
      const at = nodes.filter((node) => !formula(id, node)).map((node) => node.target.flat().join(" "));
      return { id, help, helpUrl, at };
    })
    .filter(({ at }) => at.length);
}
