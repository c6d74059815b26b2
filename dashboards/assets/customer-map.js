/* The map of customers: points on the axes that are chosen, segments switched on and off. Plain script. */
(function () {
  "use strict";

  var TURN = Math.PI / 12;
  var TICKS = [0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

  function hasWebGL() {
    try { return Boolean(document.createElement("canvas").getContext("webgl")); } catch (error) { return false; }
  }

  // The logarithm of features has a place for 0 and for less.
  function scaled(values, axis) {
    if (!axis.log) return values;
    return values.map(function (value) { return value === null ? null : Math.sign(value) * Math.log1p(Math.abs(value)); });
  }

  function short(value) {
    return value >= 1e9 ? value / 1e9 + " bn" : value >= 1e6 ? value / 1e6 + " M" : value >= 1e4 ? value / 1e3 + " k" : String(value);
  }

  function describedAxis(before, axis) {
    var high = axis.columns.reduce(function (most, column) {
      return column.reduce(function (more, value) { return Math.max(more, Math.abs(value || 0)); }, most);
    }, 0);
    var ticks = TICKS.filter(function (tick) { return tick <= high; });
    return Object.assign({}, before, {
      title: Object.assign({}, before && before.title, { text: escaped(axis.title) }),
      tickmode: axis.log ? "array" : "auto",
      tickvals: axis.log ? ticks.map(Math.log1p) : [],
      ticktext: axis.log ? ticks.map(short) : []
    });
  }

  // Plotly reads a little HTML in titles.
  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  function label(centres, row) {
    return {
      x: centres.x[row], y: centres.y[row], z: centres.z[row], text: centres.text[row], showarrow: false,
      font: centres.textfont, bgcolor: "var(--sg-surface)", bordercolor: centres.marker.line.color[row],
      borderwidth: 2, borderpad: 3
    };
  }

  function start(map) {
    var figure = map.querySelector(".sg-chart");
    var data = JSON.parse(map.querySelector(".sg-map-data").textContent);
    var selects = Array.from(map.querySelectorAll("select"));
    var switches = Array.from(map.querySelectorAll(".sg-switch"));
    var turns = map.querySelector(".sg-turns");
    var depth = selects.find(function (select) { return select.dataset.axis === "z"; });
    if (!hasWebGL()) {
      depth.disabled = true;
      depth.options[0].textContent = "not in this browser (no WebGL)";
    }

    function shown(place) { return switches[place].getAttribute("aria-pressed") === "true"; }

    function refresh() {
      var chosen = selects.filter(function (select) { return select.value; }).map(function (select) {
        return [select.dataset.axis, data.axes[select.value]];
      });
      var solid = chosen.length === 3;
      var hover = chosen.map(function (pair, place) {
        return escaped(pair[1].title) + ": %{customdata[" + place + "]}";
      }).join("<br>");
      turns.hidden = !solid;
      window.segmentSite.update(figure, function (spec) {
        var centres = spec.data[spec.data.length - 1];
        var seen = data.numbers.map(function (_, place) { return place; }).filter(shown);
        spec.data.forEach(function (trace, number) {
          var isCentre = trace === centres;
          trace.type = solid ? "scatter3d" : "scatter";
          trace.visible = isCentre || shown(number);
          delete trace.z;
          chosen.forEach(function (pair) {
            var values = isCentre ? seen.map(function (place) { return pair[1].centres[place]; }) : pair[1].columns[number];
            trace[pair[0]] = scaled(values, pair[1]);
          });
          if (isCentre) return;
          trace.marker.size = solid ? 3 : 5;
          trace.customdata = trace.x.map(function (_, row) {
            return chosen.map(function (pair) {
              var value = pair[1].columns[number][row];
              return value === null ? "not known" : value.toLocaleString("en");
            });
          });
          trace.hovertemplate = trace.name + "<br>" + hover + "<extra></extra>";
        });
        centres.text = seen.map(function (place) { return "<b>" + data.numbers[place] + "</b>"; });
        centres.marker.line.color = seen.map(function (place) { return spec.data[place].marker.color; });
        centres.hoverinfo = "skip";
        // In space dots would hide the numbers, were they not labels in front of all.
        centres.visible = !solid;
        spec.layout.scene.annotations = solid ? seen.map(function (place, row) { return label(centres, row); }) : [];
        chosen.forEach(function (pair) {
          var layout = solid ? spec.layout.scene : spec.layout, key = pair[0] + "axis";
          layout[key] = describedAxis(layout[key], pair[1]);
        });
      });
      if (solid) rememberView();
    }

    // What the mouse has turned stays so when segments are switched.
    function rememberView() {
      if (!figure.plot || figure.isHeard) return;
      figure.isHeard = true;
      figure.plot.on("plotly_relayout", function (event) {
        if (event["scene.camera"]) figure.spec.layout.scene.camera = event["scene.camera"];
      });
    }

    function turn(step) {
      var seen = figure.spec.layout.scene.camera.eye;
      var angle = Math.atan2(seen.y, seen.x) + step * TURN;
      var radius = Math.hypot(seen.x, seen.y);
      window.segmentSite.update(figure, function (spec) {
        spec.layout.scene.camera = { eye: { x: radius * Math.cos(angle), y: radius * Math.sin(angle), z: seen.z } };
      });
    }

    selects.forEach(function (select) { select.addEventListener("change", refresh); });
    switches.forEach(function (button) {
      button.addEventListener("click", function () {
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
        refresh();
      });
    });
    map.querySelectorAll(".sg-turn").forEach(function (button) {
      button.addEventListener("click", function () { turn(Number(button.dataset.turn)); });
    });
    refresh();
  }

  function startAll() { document.querySelectorAll(".sg-map").forEach(start); }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();
