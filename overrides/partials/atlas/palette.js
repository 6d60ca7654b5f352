/* Before anything is painted: the palette that the reader chose, or the system's. */
(function (chosen) {
  try { chosen = localStorage.getItem("atlas-palette"); } catch (e) { /* storage is closed */ }
  if (chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches) document.body.dataset.mdColorScheme = "slate";
})();
