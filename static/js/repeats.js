// Fields that repeat: a button that adds one more row.

import { element } from "./dom.js";

const addRow = (block) => {
  const rows = block.querySelectorAll("[data-repeat-row]");
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  for (const picker of row.querySelectorAll(".picker")) picker.replaceWith(picker.querySelector("input"));
  for (const field of row.querySelectorAll("input, textarea, select")) {
    field.value = "";
    field.removeAttribute("id");
    field.required = false;
    for (const name of [...field.getAttributeNames()]) {
      if (name.startsWith("aria-") && !["aria-label", "aria-labelledby", "aria-describedby"].includes(name)) field.removeAttribute(name);
    }
    field.removeAttribute("role");
    delete field.dataset.pickerReady;
    field.classList.remove("is-invalid");
  }
  last.after(row);
  added(row);
  return row;
};

export const growRepeats = (form, name, count) => {
  const first = form.querySelector(`[data-repeat] [name="${CSS.escape(name)}"]`);
  const block = first?.closest("[data-repeat]");
  if (!block) return;
  while (block.querySelectorAll(`[name="${CSS.escape(name)}"]`).length < count) addRow(block);
};

export const prepareRepeats = (root) => {
  for (const block of root.querySelectorAll("[data-repeat]")) {
    if (block.dataset.ready) continue;
    block.dataset.ready = "yes";
    const button = element("button", { type: "button", className: "button small", textContent: block.dataset.repeatLabel });
    button.addEventListener("click", () => addRow(block).querySelector("input, textarea, select").focus());
    block.append(button);
  }
};

// Other scripts (the picker) look after what comes in later.
export const added = (root) => {
  prepareRepeats(root);
  root.dispatchEvent(new CustomEvent("hub:added", { bubbles: true }));
};
