// What every page does beyond plain HTML. Each part is an addition: without this file links, forms and messages work.

const texts = document.body.dataset;
const say = (key) => texts[`text${key}`] ?? "";

const element = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

// --- Search: "/" goes there from anywhere but a field ---------------------------------------------------------------
const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  const search = document.getElementById("search");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !search || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// --- The menu of the rail closes like a menu ------------------------------------------------------------------------
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.me[open], details.drop[open]")) {
    if (menu !== except) menu.open = false;
  }
};

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.me, details.drop")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.me[open], details.drop[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// --- Messages -------------------------------------------------------------------------------------------------------
const READING_TIME = 9000;

const dismissible = (toast) => {
  const close = element("button", { type: "button", className: "toast-close", textContent: "×" });
  close.setAttribute("aria-label", say("Close"));
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  if (toast.matches(".error, .warning")) return;
  // Good news leaves by itself, but not while somebody reads it.
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, READING_TIME) : toast.remove());
  setTimeout(leave, READING_TIME);
};

const announce = (text, level = "error") => {
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

// --- Theme: seen at once, kept in the background --------------------------------------------------------------------
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

// --- Drafts: a session that expires mid-form keeps the text ---------------------------------------------------------
// Kept when a form with data-keep is sent; thrown away by the next page, unless that page says the form did not arrive
// (sign-in, an error). Then the form gets its text back once somebody, and the same somebody, opens it again.
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

const settleDrafts = () => {
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

const keepDraft = (form) => {
  const drafts = readDrafts();
  drafts[keyOf(form)] = { user: texts.user, fields: snapshot(form) };
  writeDrafts(drafts);
};

// --- Leaving with unsaved text --------------------------------------------------------------------------------------
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-keep]")) form.dataset.changed = "yes";
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-keep][data-changed]")) event.preventDefault();
});

// --- Sending: once, with its draft kept -----------------------------------------------------------------------------
const SEND_AGAIN_AFTER = 12000;

const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
};

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) sessionStorage.removeItem(STORE);
    if (form.method !== "post" || form.matches("[data-theme-form]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
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

// --- Fields that repeat ---------------------------------------------------------------------------------------------
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

const growRepeats = (form, name, count) => {
  const first = form.querySelector(`[data-repeat] [name="${CSS.escape(name)}"]`);
  const block = first?.closest("[data-repeat]");
  if (!block) return;
  while (block.querySelectorAll(`[name="${CSS.escape(name)}"]`).length < count) addRow(block);
};

const prepareRepeats = (root) => {
  for (const block of root.querySelectorAll("[data-repeat]")) {
    if (block.dataset.ready) continue;
    block.dataset.ready = "yes";
    const button = element("button", { type: "button", className: "button small", textContent: block.dataset.repeatLabel });
    button.addEventListener("click", () => addRow(block).querySelector("input, textarea, select").focus());
    block.append(button);
  }
};

// Other scripts (the picker) look after what comes in later.
const added = (root) => {
  prepareRepeats(root);
  root.dispatchEvent(new CustomEvent("hub:added", { bubbles: true }));
};

// --- Dialogs: a link whose target page opens here -------------------------------------------------------------------
const showDialog = (part, heading) => {
  const close = element("button", { type: "button", className: "toast-close", textContent: "×" });
  close.setAttribute("aria-label", say("Close"));
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

// --- htmx: what went wrong is said, not swallowed -------------------------------------------------------------------
document.addEventListener("htmx:responseError", () => announce(say("Failed")));
document.addEventListener("htmx:sendError", () => announce(say("Offline")));
document.addEventListener("htmx:timeout", () => announce(say("Offline")));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (!form) return;
  release(form);
  if (!event.detail.successful || event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  const drafts = readDrafts();
  delete drafts[keyOf(form)];
  writeDrafts(drafts);
});
document.addEventListener("htmx:load", (event) => prepareRepeats(event.target));

// What a refused form shows again is not saved yet.
for (const form of document.querySelectorAll("form[data-keep]")) {
  if (form.querySelector(".is-invalid")) form.dataset.changed = "yes";
}

// --- Start ----------------------------------------------------------------------------------------------------------
prepareRepeats(document);
settleDrafts();
document.querySelector(".main .is-invalid, .entrance-main .is-invalid")?.focus();
