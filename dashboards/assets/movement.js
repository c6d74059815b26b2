/* Flows between segments: the ribbons and the matrix of the chosen period and cause. Plain script: it must work from file://. */
(function () {
  "use strict";

  // The columns of a row after the two segments, in the order in which they are written.
  var COLUMNS = ["customers", "customer_changed", "model_changed", "both_changed"];
  var HEIGHT = 430;
  var GAP = 8;
  // A label needs so much, however few customers it stands for.
  var LEAST = 46;
  var NONE = -1;

  function element(name, className, children) {
    var made = document.createElement(name);
    if (className) made.className = className;
    made.append.apply(made, [].concat(children === undefined ? [] : children));
    return made;
  }

  function count(value) { return value.toLocaleString("en-GB"); }

  function badge(segment) {
    var made = element("span", "sg-badge", segment.number);
    made.style.setProperty("--seg", segment.colour);
    made.setAttribute("aria-hidden", "true");
    return made;
  }

  function total(rows) { return rows.reduce(function (sum, row) { return sum + row.value; }, 0); }

  // Rows with a figure for the cause; who came, left or stayed did so for none.
  function rowsOf(period, cause) {
    var column = 2 + COLUMNS.indexOf(cause);
    return period.rows.map(function (row) { return { from: row[0], to: row[1], value: row[column] }; })
      .filter(function (row) { return row.value > 0; });
  }

  // The segments of one side from top to bottom, each in a slot that is high enough for its label.
  function slots(rows, side, scale) {
    var places = Array.from(new Set(rows.map(function (row) { return row[side]; })));
    places.sort(function (one, other) { return (one === NONE) - (other === NONE) || one - other; });
    var top = 0;
    return new Map(places.map(function (place) {
      var value = total(rows.filter(function (row) { return row[side] === place; }));
      var height = value * scale;
      var slot = { value: value, height: height, top: top, next: top + Math.max(LEAST - height, 0) / 2 };
      slot.start = slot.next;
      top += Math.max(height, LEAST) + GAP;
      slot.end = top - GAP;
      return [place, slot];
    }));
  }

  function svg(name, attributes) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }

  function ribbon(row, from, to, scale, look, title) {
    var width = Math.max(row.value * scale, 1);
    var left = from.next, right = to.next;
    from.next += row.value * scale;
    to.next += row.value * scale;
    var path = svg("path", {
      d: ["M0", left, "C50", left, "50", right, "100", right, "V", right + width,
        "C50", right + width, "50", left + width, "0", left + width, "Z"].join(" "),
      "data-from": row.from, "data-to": row.to
    });
    path.style.setProperty("--seg", look.colour);
    if (row.from === row.to) path.classList.add("sg-stayed");
    path.append(svg("title", {}));
    path.firstChild.textContent = title;
    return path;
  }

  function side(name, found, looks) {
    var list = element("span", "sg-flow-side sg-flow-" + name);
    found.forEach(function (slot, place) {
      var look = looks(place, name);
      var label = element("span", "sg-flow-end", [
        badge(look), element("span", "sg-flow-name", look.name), element("b", "", count(slot.value))
      ]);
      label.style.top = slot.top + "px";
      label.style.height = slot.end - slot.top + "px";
      label.style.setProperty("--seg", look.colour);
      label.style.setProperty("--bar", Math.max(slot.height, 1) + "px");
      label.title = look.name;
      label.dataset[name] = place;
      list.append(label);
    });
    return list;
  }

  function drawRibbons(figure, rows, looks) {
    if (!rows.length) {
      figure.style.height = "";
      figure.replaceChildren(element("p", "sg-empty", "Nobody moved so in this period."));
      return;
    }
    var scale = (HEIGHT - GAP * 8) / total(rows);
    var from = slots(rows, "from", scale), to = slots(rows, "to", scale);
    var height = Math.max.apply(null, [from, to].map(function (found) { return Array.from(found.values()).pop().end; }));
    var picture = svg("svg", { viewBox: "0 0 100 " + height, preserveAspectRatio: "none" });
    var ordered = rows.slice().sort(function (one, other) {
      var place = function (value) { return value === NONE ? Infinity : value; };
      return place(one.from) - place(other.from) || place(one.to) - place(other.to) || 0;
    });
    ordered.forEach(function (row) {
      var ends = looks(row.from, "from").name + " to " + looks(row.to, "to").name;
      picture.append(ribbon(row, from.get(row.from), to.get(row.to), scale,
        looks(row.from, "from"), ends + ": " + count(row.value)));
    });
    figure.style.height = height + "px";
    figure.replaceChildren(side("from", from, looks), picture, side("to", to, looks));
  }

  // The ribbons of the segment under the mouse stand out.
  function highlight(figure) {
    figure.addEventListener("mouseover", function (event) {
      var label = event.target.closest(".sg-flow-end");
      figure.classList.toggle("sg-lit", Boolean(label));
      figure.querySelectorAll("path").forEach(function (path) {
        var isLit = label && (label.dataset.from === path.dataset.from || label.dataset.to === path.dataset.to);
        path.classList.toggle("sg-lit-ribbon", Boolean(isLit));
      });
    });
    figure.addEventListener("mouseleave", function () { figure.classList.remove("sg-lit"); });
  }

  function cell(value, kind, strength) {
    var heat = element("span", "sg-heat" + (kind ? " " + kind : ""), value ? count(value) : "");
    if (strength !== undefined) heat.style.setProperty("--strength", strength.toFixed(3));
    return element("td", "", heat);
  }

  function drawMatrix(table, rows, looks, size) {
    var values = new Map(rows.map(function (row) { return [row.from + " " + row.to, row.value]; }));
    var most = Math.max.apply(null, rows.filter(function (row) { return row.from !== row.to; })
      .map(function (row) { return row.value; }).concat(1));
    var ends = Array.from({ length: size }, function (_, place) { return place; }).concat(NONE);

    function sum(side, place) { return total(rows.filter(function (row) { return row[side] === place; })); }

    function lineOf(from) {
      var look = looks(from, "from");
      var head = element("th", "", element("span", "sg-named", [badge(look), element("span", "", look.name)]));
      head.scope = "row";
      var line = element("tr", "", head);
      ends.forEach(function (to) {
        var value = values.get(from + " " + to) || 0;
        if (from === to) line.append(cell(value, from === NONE ? "" : "sg-heat-stayed"));
        else line.append(cell(value, value ? "sg-heat-high" : "", value / most));
      });
      line.append(element("td", "", element("span", "sg-muted", count(sum("from", from)))));
      return line;
    }

    var last = element("tr", "sg-all", element("th", "", "All"));
    last.firstChild.scope = "row";
    ends.forEach(function (to) { last.append(element("td", "", element("span", "sg-muted", count(sum("to", to))))); });
    last.append(element("td", "", element("span", "sg-muted", count(total(rows)))));
    table.tBodies[0].replaceChildren.apply(table.tBodies[0], ends.map(lineOf).concat(last));
  }

  function startFlow(block) {
    var data = JSON.parse(block.querySelector(".sg-flow-data").textContent);
    var figure = block.querySelector(".sg-sankey");
    var table = block.querySelector(".sg-moves table");
    var sentence = block.querySelector(".sg-moved");
    var period = block.querySelector("[data-choice=period]");
    var cause = block.querySelector("[data-choice=cause]");
    var stayed = block.querySelector("input[type=checkbox]");
    var title = figure.getAttribute("aria-label");

    function looks(place, side) {
      if (place === NONE) {
        return { number: side === "from" ? "+" : "−", name: side === "from" ? "New or back" : "Left", colour: "var(--sg-muted)" };
      }
      var segment = data.segments[place];
      return { number: segment.number, name: segment.name + (segment.gone ? " (no more)" : ""), colour: segment.colour };
    }

    function show() {
      var chosen = data.periods[Number(period.value)];
      var rows = rowsOf(chosen, cause.value);
      var isEvery = cause.value === "customers";
      stayed.disabled = !isEvery;
      sentence.replaceChildren(chosen.sentence, chosen.note ? element("span", "sg-muted", " " + chosen.note) : "");
      drawRibbons(figure, rows.filter(function (row) { return row.from !== row.to || (isEvery && stayed.checked); }), looks);
      drawMatrix(table, rows, looks, data.segments.length);
      figure.setAttribute("aria-label", title + ", " + chosen.name + ", moved because of " +
        cause.selectedOptions[0].textContent + ". The figures are in the table next to it.");
    }

    [period, cause, stayed].forEach(function (choice) { choice.addEventListener("change", show); });
    highlight(figure);
    show();
  }

  function start() { document.querySelectorAll(".sg-flow").forEach(startFlow); }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
