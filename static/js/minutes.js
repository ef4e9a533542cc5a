// Minutes are kept as one types. Each text goes to the server a moment after the last key, with what stood there when it
// was read: where somebody else wrote meanwhile, the server puts the words of both together. Without this script, the
// button below each text does the same.

import { announce } from "./messages.js";
import { say } from "./dom.js";

const PAUSE = 900; // milliseconds after the last key
const AGAIN = 5000; // after a line that broke

const field = (form, name) => form.elements.namedItem(name);

const take = (form, sent, answer) => {
  const text = field(form, "text");
  const isUntouched = text.value === sent;
  if (isUntouched && text.value !== answer.text) {
    const place = text.selectionStart;
    text.value = answer.text;
    text.setSelectionRange(place, place);
  }
  // Somebody who typed on builds on what they sent: the next answer puts that together with what stands there.
  field(form, "base").value = isUntouched || !answer.was_merged ? answer.text : sent;
  field(form, "version").value = isUntouched || !answer.was_merged ? answer.version : 0;
  form.querySelector("[data-written]").textContent = answer.saved;
};

const keep = async (form) => {
  const text = field(form, "text");
  if (form.dataset.busy || text.value === field(form, "base").value) return;
  const sent = text.value;
  form.dataset.busy = "yes";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      redirect: "error",
    });
    const said = await answer.json();
    if (answer.ok) take(form, sent, said);
    else announce(said.error);
  } catch {
    announce(say("Offline"));
    setTimeout(() => keep(form), AGAIN);
  } finally {
    delete form.dataset.busy;
  }
  if (text.value !== sent && text.value !== field(form, "base").value) later(form);
};

const waiting = new WeakMap();
const later = (form) => {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => keep(form), PAUSE));
};

for (const form of document.querySelectorAll("[data-writes]")) {
  form.querySelector("button").hidden = true;
  form.addEventListener("input", () => later(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(form);
  });
  field(form, "text").addEventListener("blur", () => keep(form));
}
