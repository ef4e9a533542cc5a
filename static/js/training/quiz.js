// Answers of a quiz survive a lost connection and a closed tab: they are kept on this device, for this person and this
// try, until they are handed in. Without this file the quiz is a plain form.

import { element, texts } from "../dom.js";

const PREFIX = "hub:quiz:";
const MONTH = 30 * 24 * 60 * 60 * 1000;
const user = texts.user ?? "";

const keyOf = (attempt) => `${PREFIX}${user}:${attempt}`;

const store = (work) => {
  try {
    return work(localStorage);
  } catch {
    // A full or forbidden store only means that there is no second copy.
    return null;
  }
};

const read = (key) => store((kept) => JSON.parse(kept.getItem(key)));
const write = (key, names) => store((kept) => kept.setItem(key, JSON.stringify({ at: Date.now(), names })));
const forget = (key) => store((kept) => kept.removeItem(key));

const forgetOld = () =>
  store((kept) => {
    for (const key of Object.keys(kept)) {
      if (key.startsWith(PREFIX) && !(Date.now() - (read(key)?.at ?? 0) < MONTH)) forget(key);
    }
  });

const ticks = (form) => [...form.querySelectorAll("input[type=radio], input[type=checkbox]")];
const nameOf = (tick) => `${tick.name}=${tick.value}`;
const chosen = (form) => ticks(form).filter((tick) => tick.checked).map(nameOf);
const choose = (form, names) => {
  for (const tick of ticks(form)) tick.checked = names.includes(nameOf(tick));
};

const note = (form, text) => {
  const line = element("div", { className: "draft-note" }, element("span", { textContent: text }));
  line.setAttribute("role", "status");
  form.prepend(line);
  return line;
};

const restore = (form, key) => {
  const kept = read(key)?.names ?? [];
  // What somebody ticked before this file had come is newer than what was kept.
  const answered = new Set(ticks(form).filter((tick) => tick.checked).map((tick) => tick.name));
  const back = ticks(form).filter((tick) => !answered.has(tick.name) && kept.includes(nameOf(tick)));
  for (const tick of back) tick.checked = true;
  if (answered.size > 0) write(key, chosen(form));
  if (back.length === 0) return;
  const line = note(form, form.dataset.textRestored);
  const clear = element("button", { type: "button", textContent: form.dataset.textClear });
  clear.addEventListener("click", () => {
    choose(form, []);
    forget(key);
    line.remove();
    ticks(form)[0]?.focus();
  });
  line.append(clear);
};

const watch = (form) => {
  const key = keyOf(form.dataset.quiz);
  // What came back from the server with a question unanswered is newer than what was kept.
  if ("quizSent" in form.dataset) write(key, chosen(form));
  else restore(form, key);
  form.addEventListener("change", () => write(key, chosen(form)));
  let warning = null;
  // Before forms.js marks the form as sent, which it does on its way down.
  window.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || navigator.onLine) return;
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

forgetOld();
const done = document.querySelector("[data-quiz-done]");
if (done) forget(keyOf(done.dataset.quizDone));
const quiz = document.querySelector("form[data-quiz]");
if (quiz) watch(quiz);
