/* Buttons that copy the code next to them. Plain script: it must work from file://, where a browser may keep the
   clipboard closed to scripts, so a selection is copied where that fails. */
(function () {
  "use strict";

  var SHOWN_FOR = 2000;

  function selectAndCopy(code) {
    var selection = window.getSelection();
    selection.selectAllChildren(code);
    var copied = document.execCommand("copy");
    if (copied) selection.removeAllRanges();
    return copied;
  }

  function copy(code) {
    if (!navigator.clipboard) return Promise.resolve(selectAndCopy(code));
    return navigator.clipboard.writeText(code.textContent).then(
      function () { return true; },
      function () { return selectAndCopy(code); }
    );
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    copy(button.parentElement.querySelector("code")).then(function (copied) {
      // What cannot be copied stays selected.
      button.textContent = copied ? "Copied" : "Selected: press Ctrl+C";
      setTimeout(function () { button.textContent = "Copy"; }, SHOWN_FOR);
    });
  });
})();
