/* Keys for the desk. Everything they do can be done with Tab and Enter too.
   A page says what a key does: data-key="c" on a link or button; data-row on each item of a list.
   Inside the selected row its own data-key wins over the page's. */
(function () {
  "use strict";
  var list = document.getElementById("keys");
  var off = document.getElementById("keys-off");

  // Only now do the pages show what a key does
  document.documentElement.classList.add("listens");

  // Kept for this tab only; people who dictate must be able to switch single keys off (WCAG 2.1.4)
  function remember(value) {
    try {
      if (value !== undefined) sessionStorage.setItem("keys", value ? "off" : "on");
      return sessionStorage.getItem("keys") === "off";
    } catch (blocked) {
      return Boolean(value);
    }
  }

  if (off) {
    off.checked = remember();
    off.addEventListener("change", function () { remember(off.checked); });
  }

  // A box that is ticked takes no letters: the keys go on working there
  function typing(target) {
    if (target.tagName === "INPUT") return !/^(checkbox|radio|submit|button)$/.test(target.type);
    return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function reachable(element) {
    return element && !element.disabled && element.getClientRects().length > 0;
  }

  function move(step) {
    var rows = Array.prototype.filter.call(document.querySelectorAll("[data-row]"), reachable);
    if (!rows.length) return false;
    var row = document.activeElement.closest("[data-row]");
    var here = rows.indexOf(row);
    var next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + step));
    var target = rows[next].querySelector("[data-open], a[href], button, summary, input:not([type=hidden])");
    if (!target) return false;
    target.focus();
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  function press(key) {
    var row = document.activeElement.closest("[data-row]");
    var places = row ? [row, document] : [document];
    for (var i = 0; i < places.length; i += 1) {
      var found = Array.prototype.filter.call(places[i].querySelectorAll("[data-key]"), function (element) {
        // Without a selected row no row is acted upon
        var ours = places[i] === row || !element.closest("[data-row]");
        return ours && element.getAttribute("data-key") === key && reachable(element);
      })[0];
      if (!found) continue;
      // A field is gone to, everything else is done
      if (typing(found)) found.focus();
      else found.click();
      return true;
    }
    return false;
  }

  function toggleList() {
    if (!list) return false;
    list.open = !list.open;
    if (list.open) list.querySelector("summary").focus();
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && list && list.open) {
      list.open = false;
      return;
    }
    if (event.key.length !== 1 || typing(event.target) || (off && off.checked)) return;
    var done =
      event.key === "j" ? move(1) :
      event.key === "k" ? move(-1) :
      event.key === "?" ? toggleList() :
      press(event.key);
    if (done) event.preventDefault();
  });
})();
