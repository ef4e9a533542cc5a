// The theme: seen at once, kept in the background.

import { say } from "./dom.js";
import { announce } from "./messages.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.matches("[data-theme-form]") || !button) return;
  event.preventDefault();
  const body = new FormData(form);
  body.set("theme", button.value);
  document.documentElement.dataset.theme = button.value;
  for (const other of form.querySelectorAll("[aria-pressed]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (!answer.ok) announce(say("Failed"));
  } catch {
    announce(say("Offline"));
  }
});
