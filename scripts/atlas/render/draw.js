// One diagram in the page of the renderer: drawn by mermaid, then freed of its own style sheet (the site's CSS, section
// "Diagrams", dresses every drawing in both palettes) and of markers and filters that nothing in it uses.
async ([id, source]) => {
  const { svg } = await mermaid.render(id, source);
  const host = document.createElement("div");
  host.innerHTML = svg;
  const drawing = host.querySelector("svg");
  drawing.querySelectorAll("style").forEach((node) => node.remove());
  const used = (node) => drawing.innerHTML.includes(`url(#${node.id})`);
  drawing.querySelectorAll("marker, filter, linearGradient").forEach((node) => used(node) || node.remove());
  drawing.querySelectorAll("defs, g").forEach((node) => node.children.length || node.textContent.trim() || node.remove());
  return new XMLSerializer().serializeToString(drawing).replaceAll(' xmlns="http://www.w3.org/1999/xhtml"', "");
}
