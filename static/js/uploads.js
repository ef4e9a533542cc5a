// Files on their way up: they can be dropped on the form, and how far they are is shown. Without scripts the form is
// sent as any other. What is too much is said before it is sent.

import { release } from "./forms.js";
import { announce } from "./messages.js";

const refusals = (form, files) => {
  const { most, mostBytes, textTooMany, textTooLarge } = form.dataset;
  if (files.length > Number(most)) return [textTooMany];
  return files.filter((file) => file.size > Number(mostBytes)).map((file) => `${file.name}: ${textTooLarge}`);
};

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const progress = form.querySelector("progress");

  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });

  form.addEventListener("htmx:confirm", (event) => {
    const said = refusals(form, [...input.files]);
    if (!said.length) return;
    event.preventDefault();
    release(form);
    said.forEach((text) => announce(text));
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total, lengthComputable } = event.detail;
    if (!lengthComputable) return;
    progress.hidden = false;
    progress.value = (100 * loaded) / total;
  });
  form.addEventListener("htmx:afterRequest", () => {
    progress.hidden = true;
  });
}
