/* Messages on this device: asks the browser for an address at its maker, and sends it with the form.
   Without this script, or in a browser without messages, the page says so and works as before. */
(function () {
  "use strict";
  var worker = navigator.serviceWorker;
  if (!worker || !window.PushManager || !window.Notification || !window.crypto || !crypto.subtle) return;
  var form = document.querySelector("form[data-key]");
  var without = document.querySelector("[data-without]");

  // The only address a worker may come from (Content-Security-Policy: trusted-types sw)
  function address(text) {
    if (!/^\/w\.js\?l=[a-z]{2}&t=[1-9]&s=[01]$/.test(text)) throw new TypeError("not our worker");
    return text;
  }
  var policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("sw", { createScriptURL: address })
    : { createScriptURL: address };

  function bytes(key) {
    var plain = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }

  function mark(endpoint) {
    return crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)).then(function (sum) {
      return Array.prototype.map.call(new Uint8Array(sum).subarray(0, 8), function (byte) {
        return ("0" + byte.toString(16)).slice(-2);
      }).join("");
    });
  }

  function existing() {
    return worker.getRegistration("/").then(function (found) {
      return found ? found.pushManager.getSubscription() : null;
    });
  }

  function register() {
    var silent = form.elements.silent.checked ? "1" : "0";
    var text = "/w.js?l=" + form.getAttribute("data-language") +
      "&t=" + form.elements.words.value + "&s=" + silent;
    return worker.register(policy.createScriptURL(text), { scope: "/", updateViaCache: "none" })
      .then(function () { return worker.ready; });
  }

  // An address that was made for another key of ours is no use any more
  function subscribe(registration) {
    var options = { userVisibleOnly: true, applicationServerKey: bytes(form.getAttribute("data-key")) };
    return registration.pushManager.subscribe(options).catch(function () {
      return registration.pushManager.getSubscription().then(function (old) {
        if (!old) throw new Error("no address");
        return old.unsubscribe().then(function () { return registration.pushManager.subscribe(options); });
      });
    });
  }

  function show(name) {
    ["blocked", "failed"].forEach(function (one) {
      form.querySelector("[data-" + one + "]").hidden = one !== name;
    });
  }

  function turnOn(event) {
    var button = form.querySelector("button");
    event.preventDefault();
    show("");
    button.disabled = true;
    Notification.requestPermission().then(function (answer) {
      if (answer !== "granted") {
        show("blocked");
        button.disabled = false;
        return null;
      }
      return register().then(subscribe).then(function (found) {
        form.elements.address.value = found.endpoint;
        form.submit();
      });
    }).catch(function () {
      show("failed");
      button.disabled = false;
    });
  }

  // This device itself: nothing of it stays behind in the browser
  function turnOff(event) {
    var place = event.currentTarget;
    event.preventDefault();
    worker.getRegistration("/").then(function (found) {
      if (!found) return null;
      return found.pushManager.getSubscription().then(function (kept) {
        return kept ? kept.unsubscribe() : null;
      }).then(function () { return found.unregister(); }).then(function () {
        return caches.keys();
      }).then(function (names) {
        return Promise.all(names.map(function (name) { return caches.delete(name); }));
      });
    }).catch(function () { return null; }).then(function () {
      var wish = document.createElement("input");
      wish.type = "hidden";
      wish.name = "go";
      wish.value = place.querySelector("button").value;
      place.appendChild(wish);
      place.submit();
    });
  }

  if (form) {
    without.hidden = true;
    form.hidden = false;
    form.addEventListener("submit", turnOn);
  }
  existing().then(function (found) {
    return found ? mark(found.endpoint) : "";
  }).then(function (here) {
    var own = here && document.querySelector('form[data-mark="' + here + '"]');
    if (!own) return;
    own.querySelector("[data-this]").hidden = false;
    own.addEventListener("submit", turnOff);
  });
})();
