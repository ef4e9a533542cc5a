// Messages: each can be closed, and good news leaves by itself.

import { closeButton, element } from "./dom.js";

const READING_TIME = 9000;

const dismissible = (toast) => {
  const close = closeButton();
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  if (toast.matches(".error, .warning")) return;
  // Good news leaves by itself, but not while somebody reads it.
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, READING_TIME) : toast.remove());
  setTimeout(leave, READING_TIME);
};

export const announce = (text, level = "error") => {
  const region = document.getElementById("messages");
  if (!region || !text) return;
  for (const toast of region.querySelectorAll("[data-toast]")) {
    if (toast.firstElementChild?.textContent === text) toast.remove();
  }
  const toast = element("div", { className: `toast-line ${level}` }, element("p", { textContent: text }));
  toast.dataset.toast = "";
  region.append(toast);
  dismissible(toast);
};

document.querySelectorAll("[data-toast]").forEach(dismissible);
