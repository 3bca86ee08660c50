// Asks the device for a passkey, or for a passkey's answer, and sends what it says with the form that asked. Every sentence stands in
// the form. Without this script, or where there are no passkeys, the form says so, and has no button.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const make = async (asked) => {
    asked.challenge = bytes(asked.challenge);
    asked.user.id = bytes(asked.user.id);
    for (const one of asked.excludeCredentials ?? []) one.id = bytes(one.id);
    const made = await navigator.credentials.create({ publicKey: asked });
    const { attestationObject, clientDataJSON } = made.response;
    const response = { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) };
    return { id: made.id, rawId: text(made.rawId), type: made.type, response };
  };

  const answer = async (asked) => {
    asked.challenge = bytes(asked.challenge);
    const given = await navigator.credentials.get({ publicKey: asked });
    const { authenticatorData, clientDataJSON, signature, userHandle } = given.response;
    const response = {
      authenticatorData: text(authenticatorData),
      clientDataJSON: text(clientDataJSON),
      signature: text(signature),
      userHandle: userHandle && text(userHandle),
    };
    return { id: given.id, rawId: text(given.rawId), type: given.type, response };
  };

  const reasons = { NotAllowedError: "stopped", AbortError: "stopped", InvalidStateError: "again" };

  const prepare = (form) => {
    const told = form.querySelector("[data-told]");
    const button = form.querySelector("button");
    const tell = (sentence) => {
      told.textContent = sentence;
      told.className = sentence ? "error" : "";
    };
    if (!window.PublicKeyCredential) return tell(form.dataset.none);
    if (location.origin !== form.dataset.origin) return tell(form.dataset.elsewhere);
    tell("");
    button.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      tell("");
      button.disabled = true;
      try {
        const sent = new URLSearchParams(new FormData(form));
        const asked = await fetch(form.dataset.ask, { method: "POST", body: sent });
        const question = await asked.json();
        if (question.told) return tell(question.told);
        const said = await (form.dataset.passkey === "make" ? make : answer)(question.publicKey);
        form.elements.said.value = JSON.stringify(said);
        form.submit();
      } catch (error) {
        tell(form.dataset[reasons[error.name]] ?? form.dataset.failed);
      } finally {
        button.disabled = false;
      }
    });
  };

  document.querySelectorAll("form[data-passkey]").forEach(prepare);
})();
