// Dialogs: a link whose target page opens here.

import { closeButton, element } from "./dom.js";
import { added } from "./repeats.js";

const showDialog = (part, heading) => {
  const close = closeButton();
  const title = element("h2", { id: "dialog-title", textContent: heading });
  const dialog = element("dialog", { className: "dialog" }, element("div", { className: "dialog-head" }, title, close), part);
  dialog.setAttribute("aria-labelledby", title.id);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-dialog-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  // Escape must not throw away what was typed; the cross does, on purpose.
  dialog.addEventListener("cancel", (event) => {
    if (dialog.querySelector("form[data-changed]")) event.preventDefault();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  added(dialog);
  dialog.showModal();
  dialog.querySelector("form :is(input:not([type=hidden]), textarea, select)")?.focus();
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.querySelector("[data-dialog-part]");
    if (!answer.ok || !part) throw new Error("no part to show");
    for (const form of [part, ...part.querySelectorAll("form")].filter((node) => node.matches("form"))) {
      form.action = new URL(form.getAttribute("action") || answer.url, answer.url).href;
    }
    showDialog(document.adoptNode(part), page.querySelector("h1")?.textContent.trim() ?? link.textContent.trim());
  } catch {
    location.href = link.href;
  }
});
