/* Charts in the colours of the theme, the picker of segmentations, and tables that sort. Plain script: it must work from file://. */
(function () {
  "use strict";

  // A colour of the theme, as charts name it.
  var VARIABLE = /^var\((--sg-[a-z]+)\)$/;
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
    var variable = typeof value === "string" && VARIABLE.exec(value);
    return variable ? style.getPropertyValue(variable[1]).trim() : value;
  }

  function specOf(figure) {
    figure.spec = figure.spec || JSON.parse(figure.querySelector("script").textContent);
    return figure.spec;
  }

  // Change what a figure shows, and draw it if it is seen.
  function update(figure, change) {
    change(specOf(figure));
    draw(figure);
  }

  function draw(figure) {
    if (!window.Plotly || !figure.clientWidth) return;
    if (!figure.plot) {
      figure.plot = figure.appendChild(document.createElement("div"));
      figure.plot.className = "sg-plot";
    }
    var style = getComputedStyle(document.body);
    var drawn = themed(specOf(figure), style);
    drawn.layout.font = Object.assign({}, drawn.layout.font, { family: style.fontFamily });
    drawn.layout.width = figure.clientWidth;
    drawn.layout.height = figure.clientHeight;
    window.Plotly.react(figure.plot, drawn.data, drawn.layout, {
      displayModeBar: false, doubleClick: false, scrollZoom: false
    });
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

  var SIZES = { k: 1e3, M: 1e6, bn: 1e9 };

  // The number that a cell begins with, as people read it (1,234 or −12.3% or 4.5 M); NaN where it holds none.
  function numberIn(text) {
    var found = /^([−-]?)([\d,]*\.?\d+)\s?(k|M|bn)?(?![\w.])/.exec(text);
    if (!found) return NaN;
    return (found[1] ? -1 : 1) * Number(found[2].replace(/,/g, "")) * (SIZES[found[3]] || 1);
  }

  function textOf(row, column) { return row.cells[column].textContent.trim(); }

  // Numbers by size where a column has nothing else, text by the alphabet; what is not known comes last either way.
  function ordered(rows, column, direction) {
    var known = rows.filter(function (row) { return !/^(–|)$/.test(textOf(row, column)); });
    var numeric = known.every(function (row) { return !isNaN(numberIn(textOf(row, column))); });
    var unknown = rows.filter(function (row) { return known.indexOf(row) < 0; });
    return known.sort(function (one, other) {
      var left = textOf(one, column), right = textOf(other, column);
      var by = numeric ? numberIn(left) - numberIn(right) : left.localeCompare(right, "en", { numeric: true });
      return direction * by;
    }).concat(unknown);
  }

  function makeSortable(table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    var body = table.tBodies[0];
    heads.forEach(function (head, column) {
      if (!head.textContent) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sg-sort";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", function () {
        // A number is mostly asked for the largest first.
        var first = head.classList.contains("sg-number") ? "descending" : "ascending";
        var second = first === "ascending" ? "descending" : "ascending";
        var now = head.getAttribute("aria-sort") === first ? second : first;
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", now);
        body.append.apply(body, ordered(Array.from(body.rows), column, now === "ascending" ? 1 : -1));
      });
    });
  }

  function makeFilterable(table) {
    var rows = Array.from(table.tBodies[0].rows);
    var label = document.createElement("label");
    var field = document.createElement("input");
    var shown = document.createElement("span");
    label.className = "sg-filter";
    label.append("Rows with ", field, shown);
    field.type = "search";
    shown.setAttribute("aria-live", "polite");
    field.addEventListener("input", function () {
      var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.includes(word); });
      });
      var seen = rows.filter(function (row) { return !row.hidden; }).length;
      shown.textContent = words.length ? seen + " of " + rows.length : "";
    });
    table.closest(".sg-scroll").before(label);
  }

  function startTables() {
    document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
    document.querySelectorAll("table[data-filterable]").forEach(makeFilterable);
  }

  // What is wider than its place fades at the right until its end is seen.
  function startScrolling() {
    var places = Array.from(document.querySelectorAll(".sg-scroll"));
    function mark(place) {
      var rest = place.scrollWidth - place.clientWidth;
      place.classList.toggle("sg-wide", rest > 4);
      place.classList.toggle("sg-more", rest - place.scrollLeft > 4);
    }
    var sizes = new ResizeObserver(function (entries) { entries.forEach(function (entry) { mark(entry.target); }); });
    places.forEach(function (place) {
      sizes.observe(place);
      place.addEventListener("scroll", function () { mark(place); }, { passive: true });
    });
  }

  // Quarto writes the titles of a page and its cards as plain text: say what they are to those who hear the page.
  function nameParts() {
    if (!document.body.classList.contains("quarto-dashboard")) return;
    // Headers and a nav inside of others are no landmarks, and the button of its menu is no menu.
    function name(selector, role, level) {
      document.querySelectorAll(selector).forEach(function (part) {
        part.setAttribute("role", role);
        if (level) part.setAttribute("aria-level", level);
      });
    }
    name("#quarto-dashboard-header, #quarto-dashboard-header > nav, .sg-lead", "presentation");
    name(".navbar-toggler", "button");
    name("#quarto-dashboard-header .navbar-title-text", "heading", 1);
    name(".card-title", "heading", 2);
    if (!document.querySelector("main")) name("#quarto-content", "main");
  }

  window.segmentSite = { enableTabs: enableTabs, selectTab: selectTab, update: update };

  function start() {
    nameParts();
    startPicker();
    startTables();
    startScrolling();
    startCharts();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
