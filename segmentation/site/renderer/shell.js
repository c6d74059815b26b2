/* Tabs, the menus and the theme toggle of pages written by the built-in renderer. */
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

  // Menus are details elements, which open and close by themselves; this closes what was left open.
  var menus = Array.from(document.querySelectorAll(".menu"));

  function closeMenus(but) {
    menus.forEach(function (menu) { if (menu !== but) menu.open = false; });
  }

  document.addEventListener("click", function (event) { closeMenus(event.target.closest(".menu")); });
  menus.forEach(function (menu) {
    var links = Array.from(menu.querySelectorAll("a"));
    menu.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    menu.addEventListener("keydown", function (event) {
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (step) {
        event.preventDefault();
        menu.open = true;
        var place = links.indexOf(document.activeElement);
        links[place < 0 && step < 0 ? links.length - 1 : (place + step + links.length) % links.length].focus();
      }
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
