/* Quick exit for browsers with script; without it, the link /x does the same on its own.
   Leaves no entry to come back to, and ends the session on the server. */
(function () {
  "use strict";
  var page = document.documentElement;
  var presses = 0;
  var timer = null;

  function leave(event) {
    var link = document.getElementById("exit");
    if (event) event.preventDefault();
    page.hidden = true; // at once: the network may be slow
    if (navigator.sendBeacon) navigator.sendBeacon("/x");
    // replace, not href: our page must not stay behind the Back button
    location.replace((link && link.getAttribute("data-to")) || "/x");
  }

  function forget() {
    presses = 0;
    clearTimeout(timer);
    timer = null;
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("#exit");
    if (link) leave(event);
  });

  // Shift three times within five seconds; any other key between them starts anew
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") return forget();
    if (event.repeat) return;
    if (!timer) timer = setTimeout(forget, 5000);
    presses += 1;
    if (presses === 3) leave();
  });

  // Back brought the page from memory: show nothing and ask the server again
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    page.hidden = true;
    location.reload();
  });
})();
