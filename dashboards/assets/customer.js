/* Find a customer: loads the one file that may hold the id, as a script, since a page on disk can fetch nothing.
   Everything from the data goes into the page as text. */
(function () {
  "use strict";

  var form = document.querySelector(".sg-find");
  if (!form) return;
  var field = form.querySelector("input");
  var hint = form.querySelector(".sg-note");
  var answer = document.querySelector(".sg-found");
  var shared = JSON.parse(document.getElementById("sg-customer-shared").textContent);
  var files = new Map();
  var firstIds = null;
  var beforehand = Array.from(answer.children);
  var asked = 0;
  var shown = null;

  window.segmentCustomersIndex = function (ids) { firstIds = ids; };
  window.segmentCustomers = function (file, texts, customers) {
    files.set(file, { texts: texts, customers: customers });
  };

  function load(name) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = form.dataset.folder + "/" + name + ".js";
      script.charset = "utf-8";
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    }).finally(function () {
      document.head.querySelectorAll("script[src^='" + form.dataset.folder + "/']").forEach(function (script) {
        script.remove();
      });
    });
  }

  var index = null;
  function loadIndex() {
    index = index || load("index").catch(function (error) { index = null; throw error; });
    return index;
  }

  // The order and the folding are those of dashboards/queries/customer_shards.sql.
  function fold(id) {
    return id
      .replace(/^ +| +$/g, "")
      .replace(/[A-Z]/g, function (letter) { return letter.toLowerCase(); })
      .replace(/(^|[^0-9])0+([0-9])/gu, "$1$2");
  }

  function compare(one, other) {
    var a = Array.from(one);
    var b = Array.from(other);
    for (var place = 0; place < Math.min(a.length, b.length); place += 1) {
      var step = a[place].codePointAt(0) - b[place].codePointAt(0);
      if (step) return step;
    }
    return a.length - b.length;
  }

  function fileOf(folded) {
    var low = 0;
    var high = firstIds.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (compare(firstIds[middle], folded) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }

  async function find(id) {
    await loadIndex();
    if (!firstIds.length) return { near: [] };
    var folded = fold(id);
    var number = fileOf(folded);
    if (!files.has(number)) await load(number);
    var file = files.get(number);
    var customer = file.customers.find(function (row) { return row[0] === id; });
    if (customer) return { customer: customer, texts: file.texts };
    return {
      near: file.customers.map(function (row) { return row[0]; })
        .filter(function (other) { return fold(other) === folded; })
    };
  }

  function element(name, className, children) {
    var made = document.createElement(name);
    if (className) made.className = className;
    made.append.apply(made, [].concat(children === undefined ? [] : children));
    return made;
  }

  function badge(number, colour) {
    var made = element("span", "sg-badge", number > 0 ? String(number) : "–");
    made.style.setProperty("--seg", colour);
    made.setAttribute("aria-hidden", "true");
    return made;
  }

  function percent(share) {
    if (share >= 0.9995) return "over 99.9%";
    if (share < 0.0005) return "under 0.1%";
    return (100 * share).toFixed(1) + "%";
  }

  function number(value, unit) {
    if (value === null) return "–";
    return value.toLocaleString("en-GB", { maximumFractionDigits: 1 }) + (unit || "");
  }

  function bar(segmentation, id, share) {
    var segment = segmentOf(segmentation, id);
    var track = element("span", "sg-track");
    track.style.setProperty("--seg", segment.colour);
    track.style.setProperty("--share", share);
    track.setAttribute("aria-hidden", "true");
    return element("li", "", [
      element("span", "sg-bar-head", [
        element("span", "sg-named", [badge(id, segment.colour), element("span", "", segment.name)]),
        element("span", "sg-figures", percent(share))
      ]),
      track
    ]);
  }

  function segmentOf(segmentation, id) {
    return segmentation.segments[id] || { name: "Segment " + id, colour: "#7c8796", strategies: [] };
  }

  function sure(segmentation, id, probability, second, secondProbability) {
    if (probability === null) return [];
    var bars = [bar(segmentation, id, probability)];
    if (second !== null && secondProbability !== null) bars.push(bar(segmentation, second, secondProbability));
    return [element("h3", "", "How sure the customer belongs here" + (bars.length > 1 ? ", and the runner-up" : "")), element("ul", "sg-bars", bars)];
  }

  function why(texts, reasons) {
    if (!reasons.length) return [];
    var items = reasons.map(function (reason) {
      var around = texts[reason[0]];
      var isFor = reason[1] >= 0;
      return element("li", "", [
        element("span", isFor ? "sg-pill sg-pill-good" : "sg-pill sg-pill-warn",
          (isFor ? "for it " : "against ") + Math.abs(reason[1]) + "%"),
        element("span", "", around[0] + reason[2] + around[1])
      ]);
    });
    return [element("h3", "", "Why: the strongest reasons, as a share of all reasons"), element("ul", "sg-why", items)];
  }

  function day(iso) {
    return new Date(iso + "T00:00:00Z").toLocaleDateString("en-GB",
      { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  function because(texts, place) {
    if (place === null) return "";
    var cause = String(texts[place]);
    return Object.hasOwn(shared.causes, cause) ? shared.causes[cause] : cause.replace(/_/g, " ");
  }

  function history(texts, periods, segmentation) {
    if (!periods.length) return [];
    var items = periods.map(function (period) {
      var colour = segmentOf(segmentation, period[0]).colour;
      var days = period[3] === null ? "Since " + day(period[2]) : day(period[2]) + " to " + day(period[3]);
      var filled = period[5] ? element("abbr", "sg-filled", "*") : "";
      if (filled) filled.title = "Reconstructed";
      return element("li", "", [
        element("span", "sg-named", [badge(period[0], colour), element("span", "", texts[period[1]])]),
        element("span", "sg-period", [days, filled, element("span", "sg-muted", because(texts, period[4]))])
      ]);
    });
    var parts = [element("h3", "", "History"), element("ol", "sg-periods", items)];
    if (periods.some(function (period) { return period[5]; })) {
      parts.push(element("p", "sg-note sg-below",
        "* Reconstructed: the segments of the first build, with what was known on that day."));
    }
    return parts;
  }

  function advice(strategies) {
    if (!strategies.length) return [];
    var items = strategies.map(function (strategy) {
      var more = [strategy.offer, strategy.channel].filter(Boolean).join(" · ");
      return element("li", "", [
        element("strong", "", strategy.objective || ""),
        element("span", "", strategy.action || ""),
        element("span", "sg-muted", more)
      ]);
    });
    return [element("h3", "", "What to do first"), element("ol", "sg-advice", items)];
  }

  function membershipCard(texts, row, isPicked) {
    var segmentation = shared.segmentations[row[0]];
    var segment = segmentOf(segmentation, row[1]);
    var assigned = texts[row[5]];
    var facts = [element("span", "sg-pill", shared.assignedBy[assigned] || (assigned === "none" ? "excluded" : assigned))];
    if (isPicked) facts.unshift(element("span", "sg-pill sg-pill-good", "picked segmentation"));
    if (row[6]) facts.push(element("span", "sg-pill sg-pill-warn", "the algorithm left the customer in no cluster"));
    var card = element("article", "sg-card sg-membership", [
      element("p", "sg-of", segmentation.label),
      element("h2", "sg-card-title", [badge(row[1], segment.colour), element("span", "", segment.name)]),
      element("p", "sg-facts", facts)
    ].concat(
      row[7] === null ? [] : element("p", "sg-sentence", "Excluded: " + texts[row[7]]),
      element("section", "sg-sides", [
        element("section", "", sure(segmentation, row[1], row[2], row[3], row[4]).concat(why(texts, row[8]))),
        element("section", "", advice(segment.strategies).concat(history(texts, row[9], segmentation)))
      ])
    ));
    card.style.setProperty("--seg", segment.colour);
    return card;
  }

  function tile(label, value, note) {
    return element("li", "sg-tile", [
      element("span", "sg-tile-label", label), element("span", "sg-tile-value", value), element("span", "sg-tile-note", note)
    ]);
  }

  function shopCard(texts, row) {
    var values = row[2];
    var scores = row[3].map(function (score) { return score === null ? "" : "score " + score + " of 5"; });
    return element("article", "sg-shop", [
      element("h2", "", "Purchases in the shop " + texts[row[0]]),
      element("ul", "sg-tiles", [
        tile("RFM name", row[1] === null ? "–" : texts[row[1]], row[4] === null ? "no purchase yet" : "last order " + row[4]),
        tile("Since the last order", number(values[0], " days"), scores[0]),
        tile("Orders", number(values[1]), scores[1]),
        tile("Spent", number(values[2]), scores[2]),
        tile("First to last order", number(values[3], " days"), scores[3]),
        tile("Time between orders", number(values[4], " days"), scores[4])
      ])
    ]);
  }

  function picked() {
    var tab = document.querySelector(".sg-tab[aria-selected='true']");
    return tab ? Number(tab.dataset.segmentation) : 0;
  }

  function show() {
    if (!shown) return;
    var first = picked();
    var memberships = shown.customer[1].slice().sort(function (a, b) {
      return (b[0] === first) - (a[0] === first) || a[0] - b[0];
    });
    var parts = [element("h2", "sg-who", ["Customer ", element("span", "sg-id", shown.customer[0])])];
    if (memberships.length && memberships[0][0] !== first) {
      parts.push(element("p", "sg-note", "Not in the picked segmentation, " + shared.segmentations[first].label + "."));
    }
    if (memberships.length > 1) {
      parts.push(element("p", "sg-note",
        "Segmentations of different customer tables may use the same id for different people."));
    }
    if (!memberships.length) parts.push(element("p", "sg-note", "The customer is in no segmentation."));
    var cards = memberships.map(function (row) { return membershipCard(shown.texts, row, row[0] === first); });
    parts.push(element("section", "sg-memberships", cards));
    answer.replaceChildren.apply(answer, parts.concat(shown.customer[2].map(function (row) {
      return shopCard(shown.texts, row);
    })));
  }

  function link(id) {
    var made = element("a", "sg-id", id);
    made.href = "#id=" + encodeURIComponent(id);
    return made;
  }

  function unknown(id, near) {
    var parts = ["There is no customer ", element("span", "sg-id", id), "."];
    if (near.length) {
      parts.push(" Is it ");
      near.slice(0, 5).forEach(function (other, place) { parts.push(place ? ", or " : "", link(other)); });
      parts.push("? Capitals, blanks and leading zeros count.");
    } else {
      parts.push(" The ids are those of the tables customer_segments and customers.");
    }
    answer.replaceChildren(element("p", "sg-unknown", parts));
  }

  async function search(id) {
    var turn = asked += 1;
    shown = null;
    if (id === "") {
      answer.replaceChildren.apply(answer, beforehand);
      return;
    }
    try {
      var found = await find(id);
      if (turn !== asked) return;
      if (found.customer) {
        shown = found;
        show();
      } else {
        unknown(id, found.near);
      }
    } catch (error) {
      if (turn !== asked) return;
      answer.replaceChildren(element("p", "sg-unknown",
        "The files of the customers are not next to this page: `segments dashboard` writes them."));
    }
  }

  function suggest() {
    var examples = shared.segmentations[picked()].examples;
    var parts = ["Capitals and leading zeros count."];
    examples.forEach(function (id, place) { parts.push(place ? ", " : " For example ", link(id)); });
    hint.replaceChildren.apply(hint, parts);
  }

  function followHash() {
    if (!location.hash.startsWith("#id=")) return;
    var id;
    try { id = decodeURIComponent(location.hash.slice(4)); } catch (error) { return; }
    field.value = id;
    search(id);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var hash = "#id=" + encodeURIComponent(field.value);
    if (location.hash === hash) search(field.value);
    else location.hash = hash;
  });
  field.addEventListener("focus", function () { loadIndex().catch(function () { /* reported when it is asked for */ }); });
  window.addEventListener("hashchange", followHash);
  new MutationObserver(function () { suggest(); show(); }).observe(
    document.querySelector(".sg-picker"), { subtree: true, attributeFilter: ["aria-selected"] }
  );
  suggest();
  followHash();
})();
