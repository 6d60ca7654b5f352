/* The button of a lab: nothing of the lab is fetched before somebody presses it. */
(function (lab) {
  var button = lab.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", function () {
    if (lab.getAttribute("aria-busy") === "true") return;
    lab.setAttribute("aria-busy", "true");
    import(new URL(lab.dataset.lab, document.baseURI)).then(function (view) { return view.start(lab); }).catch(function (error) {
      var status = lab.querySelector("[role=status]");
      if (!status.classList.contains("atlas-lab__failed")) status.textContent = lab.dataset.failed;
      console.info(error);
    }).finally(function () { lab.removeAttribute("aria-busy"); });
  });
})(document.currentScript.previousElementSibling);
