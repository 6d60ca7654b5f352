// A box and menus above a list: show the entries whose text holds every word typed and whose facets match.

/** What an entry says that may be sought: its heading, or all but its links elsewhere, and what `data-filter-item` adds. */
function said(item) {
  const heading = item.querySelector("h3");
  const shown = heading ?? item.cloneNode(true);
  if (!heading) shown.querySelectorAll(".atlas-cited-by").forEach((links) => links.remove());
  return `${item.id} ${shown.textContent} ${item.dataset.filterItem}`.toLowerCase();
}

/** Whether an entry's text holds every word of the query; the query's own order does not matter. */
export function matches(text, query) {
  return query.toLowerCase().split(/\s+/).filter(Boolean).every((word) => text.includes(word));
}

/** Make every `[data-filter]` of the document work. State is kept in the address: `?q=…&category=…`. */
export function start(root) {
  for (const form of root.querySelectorAll("[data-filter]")) {
    const input = form.querySelector("input");
    const facets = [...form.querySelectorAll("[data-filter-facet]")];
    const count = form.querySelector("[data-filter-count]");
    const items = [...root.querySelectorAll("[data-filter-item]")];
    const groups = [...root.querySelectorAll("[data-filter-group]")];
    const address = new URLSearchParams(location.search);
    input.value = address.get("filter") ?? "";
    for (const facet of facets) facet.value = address.get(facet.dataset.filterFacet) ?? "";

    const texts = new Map();
    const text = (item) => texts.get(item) ?? texts.set(item, said(item)).get(item);
    const wanted = (item) => (!input.value || matches(text(item), input.value)) && facets.every((facet) => {
      return !facet.value || (item.dataset[facet.dataset.filterFacet] ?? "").split("|").includes(facet.value);
    });
    const apply = () => {
      let shown = 0;
      for (const item of items) shown += (item.hidden = !wanted(item)) ? 0 : 1;
      for (const group of groups) group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
      count.textContent = count.dataset.filterCount.replace("{n}", shown);
    };
    const remember = () => {
      const state = new URLSearchParams();
      if (input.value) state.set("filter", input.value);
      for (const facet of facets) if (facet.value) state.set(facet.dataset.filterFacet, facet.value);
      history.replaceState(null, "", (state.size ? `?${state}` : location.pathname) + location.hash);
    };
    form.addEventListener("input", () => { apply(); remember(); });
    apply();
  }
}
