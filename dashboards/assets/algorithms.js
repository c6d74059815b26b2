/* Small maps of the clusters of each algorithm, drawn on canvas: many thousands of dots at once. Plain script. */
(function () {
  "use strict";

  var MARGIN = 14;

  function extent(values) { return values.reduce(function (so, value) { return [Math.min(so[0], value), Math.max(so[1], value)]; }, [Infinity, -Infinity]); }

  // From the values of an axis to places on the canvas.
  function scale(values, from, to) {
    var range = extent(values);
    var width = range[1] - range[0] || 1;
    return function (value) { return from + (value - range[0]) / width * (to - from); };
  }

  function draw(figure, places) {
    var width = figure.clientWidth, height = figure.clientHeight;
    if (!width) return;
    var data = figure.data = figure.data || JSON.parse(figure.querySelector("script").textContent);
    var canvas = figure.canvas = figure.canvas || figure.appendChild(document.createElement("canvas"));
    var ratio = window.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    var style = getComputedStyle(document.body);
    var colour = function (name) { return style.getPropertyValue("--sg-" + name).trim(); };
    var pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    var x = scale(places.x, MARGIN, width - MARGIN), y = scale(places.y, height - MARGIN, MARGIN);
    var muted = colour("muted");
    var size = places.x.length > 2000 ? 1.5 : 2.2;

    data.labels.forEach(function (label, row) {
      if (label === null) return;
      var across = x(places.x[row]), up = y(places.y[row]);
      var cluster = data.clusters[label];
      pen.globalAlpha = 0.6;
      if (!cluster) {
        pen.strokeStyle = muted;
        pen.beginPath();
        pen.moveTo(across - 2, up - 2);
        pen.lineTo(across + 2, up + 2);
        pen.moveTo(across - 2, up + 2);
        pen.lineTo(across + 2, up - 2);
        pen.stroke();
        return;
      }
      pen.fillStyle = cluster.colour || muted;
      pen.beginPath();
      pen.arc(across, up, size, 0, 2 * Math.PI);
      pen.fill();
    });

    pen.globalAlpha = 1;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.font = "700 12px " + style.fontFamily;
    Object.values(data.clusters).forEach(function (cluster) {
      if (!cluster.name) return;
      pen.beginPath();
      pen.arc(x(cluster.x), y(cluster.y), 9, 0, 2 * Math.PI);
      pen.fillStyle = colour("surface");
      pen.fill();
      pen.lineWidth = 2;
      pen.strokeStyle = cluster.colour || muted;
      pen.stroke();
      pen.fillStyle = colour("ink");
      pen.fillText(cluster.name, x(cluster.x), y(cluster.y) + 0.5);
    });
  }

  function start(block) {
    var places = JSON.parse(block.querySelector(".sg-small-maps-places").textContent);
    var figures = Array.from(block.querySelectorAll(".sg-small-map"));
    function drawAll() { figures.forEach(function (figure) { draw(figure, places); }); }
    // Maps of a hidden panel have no width: they are drawn when they get one.
    new ResizeObserver(drawAll).observe(block);
    var theme = new MutationObserver(drawAll);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    theme.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  }

  function startAll() { document.querySelectorAll(".sg-small-maps").forEach(start); }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();
