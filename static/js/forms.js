// Forms: sent once, with their draft kept, and not left by accident with unsaved text in them.

import { say } from "./dom.js";
import { forgetDrafts, keepDraft } from "./drafts.js";
import { announce } from "./messages.js";

const SEND_AGAIN_AFTER = 12000;

export const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
};

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) forgetDrafts();
    if (form.method !== "post" || form.matches("[data-theme-form]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!navigator.onLine) {
      // The browser would leave for a page of errors, and what was typed with it.
      event.preventDefault();
      event.stopImmediatePropagation();
      announce(say("Offline"));
      return;
    }
    if (form.matches("[data-keep]")) keepDraft(form);
    delete form.dataset.changed;
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    // A download leaves the page where it is; then the button must work again.
    setTimeout(release, SEND_AGAIN_AFTER, form);
  },
  true,
);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-keep]")) form.dataset.changed = "yes";
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-keep][data-changed]")) event.preventDefault();
});

// What a refused form shows again is not saved yet.
for (const form of document.querySelectorAll("form[data-keep]")) {
  if (form.querySelector(".is-invalid")) form.dataset.changed = "yes";
}
