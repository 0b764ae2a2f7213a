/* Asks the browser for a passkey and sends its answer with the form around it. The page says
   where the question is (data-question); without this script, or without passkeys, the codes of the app are there. */
(function () {
  "use strict";
  var place = document.querySelector("[data-passkey]");
  var known = window.PublicKeyCredential;
  if (!place || !known || !known.parseRequestOptionsFromJSON || !navigator.credentials) return;
  var kind = place.getAttribute("data-passkey");
  var button = place.querySelector("button");
  var failed = place.querySelector("[role=alert]");
  var form = place.closest("form");
  place.hidden = false;

  function ask() {
    var sent = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    return fetch(place.getAttribute("data-question"), { method: "POST", body: sent }).then(function (given) {
      if (!given.ok) throw new Error("no question");
      return given.json();
    });
  }

  function answer(options) {
    return kind === "create"
      ? navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(options) });
  }

  button.addEventListener("click", function () {
    // Without a name nothing is made on the device: the page first says what is missing
    if (form.elements.name && !form.elements.name.value.trim()) {
      form.submit();
      return;
    }
    failed.hidden = true;
    button.disabled = true;
    ask().then(answer).then(function (given) {
      form.elements.answer.value = JSON.stringify(given);
      form.submit();
    }).catch(function () {
      // Stopped, no passkey here, or too late: the page stays, so that she can try again
      failed.hidden = false;
      button.disabled = false;
    });
  });
})();
