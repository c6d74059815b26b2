/* Any two segments side by side. Plain script: it must work from file://. */
(function () {
  "use strict";

  var FIRST = 10;
  // Differences of so many standard deviations are drawn over the whole width.
  var WIDEST = 3;

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function badge(segment) {
    var made = element("span", "sg-badge", String(segment.id));
    made.style.setProperty("--seg", segment.colour);
    made.title = segment.name;
    return made;
  }

  function distanceOf(feature, a, b) {
    var scores = [feature.scores[a], feature.scores[b]];
    return scores.includes(null) ? null : scores[0] - scores[1];
  }

  function written(distance) {
    return distance === null ? "–" : Math.abs(distance).toFixed(1);
  }

  function bar(distance, segments) {
    var made = element("span", "sg-track");
    made.setAttribute("aria-hidden", "true");
    made.style.setProperty("--seg", segments[distance > 0 ? 0 : 1].colour);
    made.style.setProperty("--share", String(Math.min(Math.abs(distance) / WIDEST, 1)));
    return made;
  }

  function rowOf(feature, distance, a, b, segments) {
    var row = element("tr");
    var name = element("th", "", feature.label);
    name.scope = "row";
    if (!feature.forming) name.append(element("small", "sg-muted", " did not form the segments"));
    row.append(name);
    [feature.values[a], feature.values[b], feature.everyone, feature.differences[a][b]].forEach(function (text) {
      row.append(element("td", "sg-number", text));
    });
    var cell = element("td", "sg-distance", written(distance));
    if (distance) cell.append(bar(distance, [segments[a], segments[b]]));
    row.append(cell);
    var distinctive = element("td", "sg-of");
    var whose = [a, b].filter(function (place) { return feature.distinctive.includes(place); });
    if (!whose.length) distinctive.textContent = "–";
    whose.forEach(function (place) {
      distinctive.append(badge(segments[place]), element("span", "sg-hidden-text", segments[place].name));
    });
    row.append(distinctive);
    return row;
  }

  // The two chosen stand out, on top of the others.
  function highlight(figure, a, b) {
    window.segmentSite.update(figure, function (spec) {
      spec.data.forEach(function (trace, place) {
        var chosen = place === a || place === b;
        trace.opacity = chosen ? 1 : 0.25;
        trace.line.width = chosen ? 3 : 1.5;
        trace.zorder = chosen ? 1 : 0;
      });
    });
  }

  function startComparison(block) {
    var data = JSON.parse(block.querySelector(".sg-pair-data").textContent);
    var selects = Array.from(block.querySelectorAll("select"));
    var heads = Array.from(block.querySelectorAll("thead th"));
    var body = block.querySelector("tbody");
    var more = block.querySelector("[data-all]");
    var sentence = block.querySelector(".sg-difference");
    var showsAll = false;

    function show() {
      var a = Number(selects[0].value);
      var b = Number(selects[1].value);
      var rows = data.features.map(function (feature) {
        return { feature: feature, distance: distanceOf(feature, a, b) };
      });
      rows.sort(function (one, other) { return Math.abs(other.distance || 0) - Math.abs(one.distance || 0); });
      [a, b].forEach(function (place, side) {
        heads[side + 1].replaceChildren(badge(data.segments[place]), element("span", "", data.segments[place].name));
      });
      body.replaceChildren.apply(body, rows.slice(0, showsAll ? rows.length : FIRST).map(function (row) {
        return rowOf(row.feature, row.distance, a, b, data.segments);
      }));
      more.hidden = rows.length <= FIRST;
      more.textContent = showsAll ? "Show the " + FIRST + " most different" : "Show all " + rows.length + " rows";
      sentence.textContent = a === b ? "Choose two different segments." : "They differ most in " + rows.slice(0, 3)
        .filter(function (row) { return row.distance; })
        .map(function (row) {
          var difference = row.feature.differences[a][b];
          return row.feature.label.charAt(0).toLowerCase() + row.feature.label.slice(1) + " (" + difference + ")";
        }).join(", ") + ": " + data.segments[a].name + " against " + data.segments[b].name + ".";
      highlight(block.querySelector(".sg-chart"), a, b);
    }

    selects.forEach(function (select) { select.addEventListener("change", show); });
    more.addEventListener("click", function () {
      showsAll = !showsAll;
      show();
    });
    show();
  }

  function start() { document.querySelectorAll(".sg-compare").forEach(startComparison); }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
