/* Charts in the colours of the theme, and the picker of segmentations. Plain script: it must work from file://. */
(function () {
  "use strict";

  var COLOURS = {
    "@ink": "--sg-ink",
    "@muted": "--sg-muted",
    "@grid": "--sg-grid",
    "@surface": "--sg-surface",
    "@accent": "--sg-accent"
  };
  var REMEMBERED = "segmentation";

  // Tabs by mouse and by keyboard: arrows, Home and End move and choose at once.
  function enableTabs(tabs, choose) {
    tabs.forEach(function (tab, place) {
      tab.addEventListener("click", function () { choose(tab); });
      tab.addEventListener("keydown", function (event) {
        var steps = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tabs.length - 1 };
        if (!(event.key in steps)) return;
        event.preventDefault();
        var next = tabs[(steps[event.key] + tabs.length) % tabs.length];
        choose(next);
        next.focus();
      });
    });
  }

  function selectTab(tabs, chosen) {
    tabs.forEach(function (tab) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
    });
  }

  function remembered() {
    try { return localStorage.getItem(REMEMBERED); } catch (error) { return null; }
  }

  function remember(name) {
    try { localStorage.setItem(REMEMBERED, name); } catch (error) { /* storage may be closed */ }
  }

  function startPicker() {
    var tabs = Array.from(document.querySelectorAll(".sg-tab"));
    var panels = Array.from(document.querySelectorAll(".sg-panel"));
    if (!tabs.length) return;

    function show(tab) {
      selectTab(tabs, tab);
      panels.forEach(function (panel) { panel.hidden = panel.dataset.segmentation !== tab.dataset.segmentation; });
    }

    function choose(tab) {
      show(tab);
      remember(tab.dataset.name);
    }

    function followHash() {
      var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
      var panel = target && target.closest(".sg-panel");
      if (!panel) return false;
      show(tabs.find(function (tab) { return tab.dataset.segmentation === panel.dataset.segmentation; }));
      target.scrollIntoView();
      return true;
    }

    tabs.forEach(function (tab) {
      var ids = panels.filter(function (panel) { return panel.dataset.segmentation === tab.dataset.segmentation; });
      tab.setAttribute("aria-controls", ids.map(function (panel) { return panel.id; }).join(" "));
    });
    enableTabs(tabs, choose);
    window.addEventListener("hashchange", followHash);
    if (!followHash()) {
      var name = remembered();
      show(tabs.find(function (tab) { return tab.dataset.name === name; }) || tabs[0]);
    }
  }

  function themed(value, style) {
    if (Array.isArray(value)) return value.map(function (item) { return themed(item, style); });
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(function (pair) {
        return [pair[0], themed(pair[1], style)];
      }));
    }
    return Object.hasOwn(COLOURS, value) ? style.getPropertyValue(COLOURS[value]).trim() : value;
  }

  function specOf(figure) {
    if (!figure.spec) figure.spec = JSON.parse(figure.querySelector("script").textContent);
    return figure.spec;
  }

  function draw(figure) {
    if (!window.Plotly || !figure.clientWidth) return;
    if (!figure.plot) {
      figure.plot = figure.appendChild(document.createElement("div"));
      figure.plot.className = "sg-plot";
    }
    var style = getComputedStyle(document.body);
    var drawn = themed(specOf(figure), style);
    drawn.layout.font.family = style.fontFamily;
    drawn.layout.width = figure.clientWidth;
    drawn.layout.height = figure.clientHeight;
    window.Plotly.react(figure.plot, drawn.data, drawn.layout, { displayModeBar: false, doubleClick: false });
  }

  function startCharts() {
    var figures = Array.from(document.querySelectorAll(".sg-chart"));
    // A chart in a hidden tab has no width: it is drawn when it first gets one, and again when that changes.
    var sizes = new ResizeObserver(function (entries) {
      entries.forEach(function (entry) {
        var figure = entry.target;
        if (figure.clientWidth === figure.drawnWidth) return;
        figure.drawnWidth = figure.clientWidth;
        draw(figure);
      });
    });
    // Plotly is large and comes when it comes: the picker does not wait for it, the charts do.
    if (!window.Plotly) window.addEventListener("load", function () { figures.forEach(draw); });
    figures.forEach(function (figure) { sizes.observe(figure); });
    var theme = new MutationObserver(function () {
      figures.filter(function (figure) { return figure.plot; }).forEach(draw);
    });
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    theme.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  }

  // For a page's own script: alter the figure as Plotly takes it, colours by name.
  function change(figure, alter) {
    alter(specOf(figure));
    draw(figure);
  }

  window.segmentSite = { enableTabs: enableTabs, selectTab: selectTab, change: change };

  function start() {
    startPicker();
    startCharts();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
