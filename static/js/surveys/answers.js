// Answers survive a lost connection and a closed tab: they are kept on this device until they are handed in, and on the
// server as a draft while somebody goes on. Without this file the questionnaire is a plain form with a button to keep.

import { element, texts } from "../dom.js";

const PREFIX = "hub:survey:";
const MONTH = 30 * 24 * 60 * 60 * 1000;
const KEEP_AFTER = 4000;
const user = texts.user ?? "";
const keyOf = (survey) => `${PREFIX}${user}:${survey}`;

const store = (work) => {
  try {
    return work(localStorage);
  } catch {
    // A full or forbidden store only means that there is no second copy.
    return null;
  }
};
const read = (key) => store((kept) => JSON.parse(kept.getItem(key)));
const forget = (key) => store((kept) => kept.removeItem(key));
const forgetWhere = (test) =>
  store((kept) => {
    for (const key of Object.keys(kept)) if (key.startsWith(PREFIX) && test(key)) forget(key);
  });

const fields = (form) => [...form.elements].filter((field) => /^(question|comment)-/.test(field.name));
const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const given = (form) =>
  fields(form)
    .filter((field) => (isTick(field) ? field.checked : field.value))
    .map((field) => [field.name, field.value]);

const clear = (form) => {
  for (const field of fields(form)) {
    if (isTick(field)) field.checked = false;
    else field.value = "";
  }
};

const write = (form) =>
  store((kept) => kept.setItem(keyOf(form.dataset.survey), JSON.stringify({ at: Date.now(), given: given(form) })));

const note = (form, text) => {
  const line = element("div", { className: "draft-note" }, element("span", { textContent: text }));
  line.setAttribute("role", "status");
  form.prepend(line);
  return line;
};

const showWhatIsAsked = (form) => {
  for (const part of form.querySelectorAll("[data-only-if]")) {
    const wanted = part.dataset.answers.split(" ");
    const said = fields(form).filter((field) => field.name === part.dataset.onlyIf && (!isTick(field) || field.checked));
    part.hidden = !said.some((field) => wanted.includes(field.value));
    part.disabled = part.hidden;
  }
};

const restore = (form) => {
  const kept = read(keyOf(form.dataset.survey))?.given ?? [];
  // What the server knows, and what somebody answered before this file had come, stays as it is.
  const answered = new Set(given(form).map(([name]) => name));
  const back = kept.filter(([name]) => !answered.has(name));
  for (const [name, value] of back) {
    const field = fields(form).find((one) => one.name === name && (!isTick(one) || one.value === value));
    if (!field) continue;
    if (isTick(field)) field.checked = true;
    else field.value = value;
    field.closest("details")?.setAttribute("open", "");
  }
  if (back.length === 0) return;
  const line = note(form, form.dataset.textRestored);
  const button = element("button", { type: "button", textContent: form.dataset.textClear });
  button.addEventListener("click", () => {
    clear(form);
    write(form);
    showWhatIsAsked(form);
    line.remove();
  });
  line.append(button);
};

// As a draft on the server, so that another device goes on with it; where that fails, the copy here remains.
const keepOnServer = (form) => {
  const data = new FormData(form);
  data.set("step", "keep");
  fetch(form.action, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" }, redirect: "manual" }).catch(
    () => null,
  );
};

const watch = (form) => {
  if (!("surveySent" in form.dataset)) restore(form);
  showWhatIsAsked(form);
  let timer = null;
  form.addEventListener("input", () => {
    write(form);
    showWhatIsAsked(form);
    clearTimeout(timer);
    timer = setTimeout(() => navigator.onLine && keepOnServer(form), KEEP_AFTER);
  });
  let warning = null;
  // Before forms.js marks the form as sent, which it does on its way down.
  window.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form) return;
      clearTimeout(timer);
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      warning ??= note(form, form.dataset.textOffline);
      warning.scrollIntoView({ block: "center" });
    },
    true,
  );
  window.addEventListener("online", () => {
    warning?.remove();
    warning = null;
  });
};

forgetWhere((key) => !(Date.now() - (read(key)?.at ?? 0) < MONTH));
const done = document.querySelector("[data-survey-done]");
if (done) forgetWhere((key) => key.startsWith(keyOf(`${done.dataset.surveyDone}-`)));
const survey = document.querySelector("form[data-survey]");
if (survey) watch(survey);
