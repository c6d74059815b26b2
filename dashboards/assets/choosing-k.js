/* The slider over the number of clusters shows the panel of the picked one. Plain script: it must work from file://. */
(function () {
  "use strict";

  function startExplorer(explorer) {
    var slider = explorer.querySelector("input[type=range]");
    var title = explorer.querySelector("output");
    var back = explorer.querySelector("[data-back]");
    var steps = Array.from(explorer.querySelectorAll("[data-step]"));
    var panels = Array.from(explorer.querySelectorAll(".sg-k-panel"));

    function show() {
      var place = Number(slider.value);
      panels.forEach(function (panel, at) { panel.hidden = at !== place; });
      title.textContent = panels[place].dataset.title;
      slider.setAttribute("aria-valuetext", title.textContent);
      back.hidden = slider.value === slider.dataset.start;
      steps.forEach(function (button) {
        button.setAttribute("aria-disabled", String(!panels[place + Number(button.dataset.step)]));
      });
    }

    function move(place) {
      slider.value = String(place);
      show();
    }

    slider.addEventListener("input", show);
    steps.forEach(function (button) {
      button.addEventListener("click", function () { move(Number(slider.value) + Number(button.dataset.step)); });
    });
    back.addEventListener("click", function () {
      move(slider.dataset.start);
      slider.focus();
    });
    show();
  }

  function start() { document.querySelectorAll(".sg-k").forEach(startExplorer); }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
