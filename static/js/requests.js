// Requests of htmx: what went wrong is said, not swallowed.

import { say } from "./dom.js";
import { forgetDraft } from "./drafts.js";
import { release } from "./forms.js";
import { announce } from "./messages.js";
import { prepareRepeats } from "./repeats.js";

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) =>
  announce(xhr.status === 429 ? xhr.responseText : say("Failed")),
);
document.addEventListener("htmx:sendError", () => announce(say("Offline")));
document.addEventListener("htmx:timeout", () => announce(say("Offline")));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (!form) return;
  release(form);
  if (!event.detail.successful || event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  forgetDraft(form);
});
document.addEventListener("htmx:load", (event) => prepareRepeats(event.target));
