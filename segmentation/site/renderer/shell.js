/* Tabs and the theme toggle of pages written by the built-in renderer. */
(function () {
  "use strict";

  document.querySelectorAll(".tablist").forEach(function (list) {
    var tabs = Array.from(list.children);
    window.segmentSite.enableTabs(tabs, function (chosen) {
      window.segmentSite.selectTab(tabs, chosen);
      tabs.forEach(function (tab) {
        document.getElementById(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
      });
    });
  });

  var root = document.documentElement;
  var toggle = document.querySelector(".theme-toggle");

  function show(theme) {
    root.dataset.theme = theme;
    toggle.setAttribute("aria-pressed", String(theme === "dark"));
  }

  function stored() {
    try { return localStorage.getItem("theme"); } catch (error) { return null; }
  }

  show(root.dataset.theme);
  toggle.addEventListener("click", function () {
    var theme = root.dataset.theme === "dark" ? "light" : "dark";
    show(theme);
    try { localStorage.setItem("theme", theme); } catch (error) { /* storage may be closed */ }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function (event) {
    if (!stored()) show(event.matches ? "dark" : "light");
  });
})();
