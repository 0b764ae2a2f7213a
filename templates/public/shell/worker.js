/* Shows one fixed text for every message, and keeps the neutral page this opens, with its look.
   It keeps no other page: nothing is put away but the list below, asked for without a session. */
"use strict";
var WORDS = {{ words|tojson }};
var LANGUAGE = {{ language|tojson }};
var SILENT = {{ silent|tojson }};
var START = {{ start|tojson }};
var ICON = {{ icon|tojson }};
var SHELL = {{ shell|tojson }};
var KEPT = "shell-" + {{ version|tojson }};

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(KEPT).then(function (cache) {
    return cache.addAll(SHELL.map(function (path) {
      return new Request(path, { credentials: "omit", cache: "reload" });
    }));
  }).then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name !== KEPT; }).map(function (name) {
      return caches.delete(name);
    }));
  }));
});

// Every other address goes its own way, as if this were not here
self.addEventListener("fetch", function (event) {
  var asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== self.location.origin) return;
  if (asked.search || SHELL.indexOf(asked.pathname) < 0) return;
  if (asked.pathname === START) {
    event.respondWith(fetch(event.request).catch(function () { return caches.match(START); }));
    return;
  }
  event.respondWith(caches.match(asked.pathname).then(function (kept) {
    return kept || fetch(event.request);
  }));
});

// Whatever a message holds is not read: it is empty, and a stranger's would say the same
self.addEventListener("push", function (event) {
  event.waitUntil(self.registration.showNotification(WORDS, {
    lang: LANGUAGE,
    icon: ICON,
    tag: "1",
    renotify: !SILENT,
    silent: SILENT
  }));
});

self.addEventListener("notificationclick", function (event) {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(START));
});
