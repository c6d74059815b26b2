/* The public tables: filter, copy, and SQL in the browser by DuckDB-WASM, which lies on the site itself. */
(function () {
  "use strict";

  var BOX = "assets/duckdb/";
  var MOST_SHOWN = 500;
  var NUMBER = /^-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$/;

  function startFilter() {
    var field = document.getElementById("sg-table-filter");
    if (!field) return;
    var status = document.querySelector(".sg-look [role=status]");
    var others = document.querySelector(".sg-tables .sg-behind");
    var tables = Array.from(document.querySelectorAll(".sg-public")).map(function (table) {
      var rows = Array.from(table.querySelectorAll("tbody tr")).map(function (row) {
        return { row: row, text: row.textContent.toLowerCase() };
      });
      return { table: table, text: table.querySelector("summary").textContent.toLowerCase(), rows: rows };
    });

    field.addEventListener("input", function () {
      var wanted = field.value.trim().toLowerCase();
      var shown = 0;
      if (others) others.open = Boolean(wanted);
      tables.forEach(function (entry) {
        var ofTable = entry.text.includes(wanted);
        var found = entry.rows.filter(function (row) { return row.text.includes(wanted); });
        // All columns of a table that is meant itself, else those that are.
        entry.rows.forEach(function (row) { row.row.hidden = !ofTable && !found.includes(row); });
        entry.table.hidden = !ofTable && !found.length;
        entry.table.open = Boolean(wanted) && !ofTable && found.length > 0;
        if (!entry.table.hidden) shown += 1;
      });
      status.textContent = wanted ? shown + " of " + tables.length + " tables" : "";
    });
  }

  // The clipboard is closed to pages from disk and without TLS; a selection can be copied everywhere.
  function copy(text) {
    var area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "sg-hidden-text";
    document.body.append(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done;
  }

  function startCopying() {
    document.querySelectorAll(".sg-copy").forEach(function (button) {
      button.addEventListener("click", function () {
        var done = copy(button.closest(".sg-query").querySelector("code").textContent);
        button.focus();
        button.textContent = done ? "Copied" : "Select and copy it by hand";
        setTimeout(function () { button.textContent = "Copy"; }, 2000);
      });
    });
  }

  function script(name) {
    return new Promise(function (resolve, reject) {
      var made = document.createElement("script");
      made.src = BOX + name;
      made.onload = resolve;
      made.onerror = reject;
      document.head.append(made);
    });
  }

  async function connect() {
    await script("arrow.js");
    await script("duckdb.js");
    var database = new window.duckdb.AsyncDuckDB(new window.duckdb.VoidLogger(), new Worker(BOX + "worker.js"));
    await database.instantiate(new URL(BOX + "duckdb.wasm", location.href).href);
    var connection = await database.connect();
    // Nothing is asked for elsewhere, extensions included.
    await connection.query("set autoinstall_known_extensions = false");
    await connection.query("set autoload_known_extensions = false");
    await connection.query("set enable_external_access = false");
    await connection.query("create schema marts");
    return connection;
  }

  async function loadTable(connection, name) {
    var answer = await fetch("data/" + name + ".arrow");
    if (!answer.ok) throw new Error("The table " + name + " is not next to this page.");
    var content = new Uint8Array(await answer.arrayBuffer());
    await connection.insertArrowFromIPCStream(content, { name: name, schema: "marts", create: true });
  }

  function startBox() {
    var box = document.querySelector(".sg-sql-box");
    if (!box) return;
    var form = box.querySelector("form");
    var text = box.querySelector("textarea");
    var button = box.querySelector("button");
    var status = box.querySelector(".sg-sql-status");
    var answer = box.querySelector(".sg-sql-answer");
    var how = box.querySelector(".sg-behind");
    var publicTables = Array.from(document.querySelectorAll(".sg-table-name")).map(function (name) {
      return name.textContent;
    });
    var tables = [];
    var connection = null;
    var loaded = new Map();

    function say(sentence) { status.textContent = sentence; }

    function short(value) {
      return NUMBER.test(value) && /[.e]/.test(value) ? String(Number(Number(value).toPrecision(6))) : value;
    }

    function show(result, milliseconds) {
      var names = result.schema.fields.map(function (field) { return field.name; });
      var columns = names.map(function (_, place) { return result.getChildAt(place); });
      var table = document.createElement("table");
      table.className = "sg-table";
      var head = table.createTHead().insertRow();
      names.forEach(function (name) {
        var cell = document.createElement("th");
        cell.scope = "col";
        cell.textContent = name;
        head.append(cell);
      });
      var body = table.createTBody();
      for (var place = 0; place < Math.min(result.numRows, MOST_SHOWN); place += 1) {
        var row = body.insertRow();
        columns.forEach(function (column) {
          var value = column.get(place);
          var cell = row.insertCell();
          cell.textContent = value === null ? "–" : short(value);
          if (value !== null && NUMBER.test(value)) cell.className = "sg-number";
        });
      }
      var scroller = document.createElement("section");
      scroller.className = "sg-scroll";
      scroller.tabIndex = 0;
      scroller.setAttribute("role", "region");
      scroller.setAttribute("aria-label", "Answer");
      scroller.append(table);
      answer.replaceChildren(scroller);
      var rows = result.numRows > MOST_SHOWN ? "The first " + MOST_SHOWN + " rows" :
        result.numRows + (result.numRows === 1 ? " row" : " rows");
      say(rows + " in " + Math.round(milliseconds) + " ms.");
    }

    async function run() {
      var sql = text.value.trim().replace(/;+$/, "");
      if (!sql || button.disabled) return;
      button.disabled = true;
      answer.replaceChildren();
      try {
        if (!connection) {
          say("Loading DuckDB, once …");
          connection = connect();
          connection.catch(function () { connection = null; });
        }
        var open = await connection;
        var named = publicTables.filter(function (name) {
          return new RegExp("\\bmarts\\s*\\.\\s*\"?" + name + "\\b", "i").test(sql);
        });
        var missing = named.filter(function (name) { return !tables.includes(name); });
        if (missing.length) {
          throw new Error("Not given to the browser: " + missing.join(", ") + ". Query it in the warehouse.");
        }
        for (var name of named) {
          if (!loaded.has(name)) {
            say("Loading the table " + name + " …");
            await loadTable(open, name);
            loaded.set(name, true);
          }
        }
        var started = performance.now();
        // As text, every value reads as DuckDB writes it.
        var wrapped = "select columns(*)::varchar from (\n" + sql + "\n) limit " + (MOST_SHOWN + 1);
        var result = await open.query(wrapped);
        show(result, performance.now() - started);
      } catch (error) {
        say(String(error && error.message || error));
      } finally {
        button.disabled = false;
      }
    }

    function ready() {
      form.hidden = false;
      say("DuckDB-WASM runs in this page; the tables stay in the browser.");
      document.querySelectorAll(".sg-run").forEach(function (other) {
        other.hidden = false;
        other.addEventListener("click", function () {
          text.value = other.closest(".sg-query").querySelector("code").textContent;
          box.scrollIntoView({ block: "nearest" });
          text.focus();
          run();
        });
      });
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        run();
      });
      text.addEventListener("keydown", function (event) {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          run();
        }
      });
    }

    window.segmentSqlBox = function (settings) {
      tables = settings.tables;
      if (settings.reason) say(settings.reason);
      else if (!location.protocol.startsWith("http")) {
        say("SQL runs here only where the site comes from a web server; now it is opened from disk.");
        how.hidden = false;
      } else ready();
    };
    script("settings.js").catch(function () {
      say("This site was made without the box: `segments dashboard` makes it with it, where npm is installed.");
    });
  }

  startFilter();
  startCopying();
  startBox();
})();
