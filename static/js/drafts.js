// Drafts: a session that expires mid-form keeps the text.
// Kept when a form with data-keep is sent; thrown away by the next page, unless that page says the form did not arrive
// (sign-in, an error). Then the form gets its text back once somebody, and the same somebody, opens it again.

import { element, say, texts } from "./dom.js";
import { growRepeats } from "./repeats.js";

const STORE = "hub:drafts";
// Hidden fields are kept too: a record's version must be the one the text was written on.
const UNKEPT = "[name=csrfmiddlewaretoken], [type=password], [type=file], [autocomplete=one-time-code], button, fieldset";

const readDrafts = () => {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
};
const writeDrafts = (drafts) => {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(drafts));
  } catch {
    // A full or forbidden store only means that there is no second copy.
  }
};

const keyOf = (form) => {
  const address = new URL(form.getAttribute("action") || location.href, location.href);
  return `${address.pathname}#${form.dataset.keep}`;
};
const keptFields = (form) => [...form.elements].filter((field) => field.name && !field.matches(UNKEPT));
const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const valuesOf = (field) => (field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value);

const snapshot = (form) =>
  keptFields(form).map((field) => [field.name, valuesOf(field), isTick(field) ? field.checked : null]);

const fill = (form, saved) => {
  const waiting = new Map();
  for (const entry of saved) waiting.set(entry[0], [...(waiting.get(entry[0]) ?? []), entry]);
  for (const [name, entries] of waiting) growRepeats(form, name, entries.length);
  for (const field of keptFields(form)) {
    const entries = waiting.get(field.name) ?? [];
    if (isTick(field)) {
      const entry = entries.find(([, value]) => value === field.value);
      if (entry) field.checked = entry[2];
    } else if (entries.length) {
      const [, value] = entries.shift();
      if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
      else field.value = value;
    } else if (field.closest("[data-repeat]")) {
      field.value = "";
    }
  }
  for (const block of form.querySelectorAll("details.more")) block.open = true;
};

const restore = (form, draft) => {
  const before = snapshot(form);
  fill(form, draft.fields);
  const discard = element("button", { type: "button", textContent: say("Discard") });
  const note = element("div", { className: "draft-note" }, element("span", { textContent: say("Restored") }), discard);
  note.setAttribute("role", "status");
  discard.addEventListener("click", () => {
    fill(form, before);
    delete form.dataset.changed;
    note.remove();
  });
  form.prepend(note);
  form.dataset.changed = "yes";
};

export const settleDrafts = () => {
  const drafts = readDrafts();
  if (Object.keys(drafts).length === 0) return;
  const isInterrupted = "interrupted" in texts;
  for (const [key, draft] of Object.entries(drafts)) {
    if (isInterrupted) draft.interrupted = true;
    else if (!draft.interrupted || draft.user !== texts.user) delete drafts[key];
  }
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const key = keyOf(form);
    if (!drafts[key] || isInterrupted) continue;
    restore(form, drafts[key]);
    delete drafts[key];
  }
  writeDrafts(drafts);
};

export const keepDraft = (form) => {
  const drafts = readDrafts();
  drafts[keyOf(form)] = { user: texts.user, fields: snapshot(form) };
  writeDrafts(drafts);
};

export const forgetDraft = (form) => {
  const drafts = readDrafts();
  delete drafts[keyOf(form)];
  writeDrafts(drafts);
};

export const forgetDrafts = () => sessionStorage.removeItem(STORE);
