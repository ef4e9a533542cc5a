// A text field with suggestions, after the ARIA combobox pattern. The value is the text in the field; the server
// resolves it, so without this file the field is a plain one and nothing is lost.

import { element, say } from "./dom.js";

const PAUSE = 180;
let counter = 0;

// As the server compares: without width, case, and what is not seen.
const seen = (text) => text.replace(/\p{Default_Ignorable_Code_Point}/gu, "").normalize("NFKC").trim().toLowerCase();
const same = (one, other) => seen(one) === seen(other);

class Picker {
  constructor(input) {
    this.input = input;
    this.isCreating = "pickerNew" in input.dataset;
    this.results = [];
    this.active = -1;
    this.timer = 0;
    this.request = null;
    this.build();
    this.listen();
  }

  build() {
    const number = (counter += 1);
    this.list = element("ul", { className: "picker-list", id: `picker-${number}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels?.[0]?.textContent.trim() ?? this.input.ariaLabel ?? "");
    this.status = element("div", { className: "visually-hidden" });
    this.status.setAttribute("role", "status");
    this.hint = element("div", { className: "picker-hint", id: `picker-hint-${number}`, hidden: true });
    const box = element("div", { className: "picker" });
    const hadFocus = document.activeElement === this.input;
    this.input.replaceWith(box);
    box.append(this.input, this.list, this.hint, this.status);
    if (hadFocus) this.input.focus();
    const attributes = { role: "combobox", autocomplete: "off", spellcheck: "false" };
    const aria = { expanded: "false", autocomplete: "list", controls: this.list.id, haspopup: "listbox" };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    for (const [name, value] of Object.entries(aria)) this.input.setAttribute(`aria-${name}`, value);
    const described = [this.input.getAttribute("aria-describedby"), this.hint.id].filter(Boolean).join(" ");
    this.input.setAttribute("aria-describedby", described);
  }

  listen() {
    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    // Pressing an option must not take the focus out of the field before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.options()].indexOf(option));
    });
  }

  options() {
    return this.list.querySelectorAll("[role=option]");
  }

  askSoon() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.hint.hidden = true;
    if (!this.input.value.trim()) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.input.value.trim();
    const address = new URL(this.input.dataset.pickerUrl, location.href);
    address.searchParams.set("q", typed);
    this.request = new AbortController();
    try {
      const answer = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      this.show(typed, (await answer.json()).results);
    } catch {
      // Suggestions are help: without them the field takes the text as it is.
    }
  }

  show(typed, results) {
    this.results = results;
    this.active = -1;
    const isKnown = results.some((result) => same(result.label, typed));
    const isNew = this.isCreating && !isKnown;
    this.list.replaceChildren();
    if (isNew && results.length) {
      const head = element("li", { className: "picker-head", textContent: say("Similar") });
      head.setAttribute("role", "presentation");
      this.list.append(head);
    }
    for (const result of results) this.list.append(this.row(result.label, result.detail));
    if (isNew) {
      const row = this.row(typed, say("New"));
      row.classList.add("picker-new");
      row.dataset.new = "";
      this.list.append(row);
    }
    this.setHint(isNew);
    this.status.textContent = results.length ? `${say("Count")} ${results.length}` : isNew ? say("New") : say("None");
    if (isNew && !results.length) {
      // The hint says it all; a list would only cover the next field.
      this.close();
      return;
    }
    if (!this.list.children.length) {
      const none = element("li", { className: "picker-head", textContent: say("None") });
      none.setAttribute("role", "presentation");
      this.list.append(none);
    }
    if (document.activeElement === this.input) this.open();
  }

  row(label, detail) {
    const row = element(
      "li",
      { className: "picker-option", id: `${this.list.id}-${this.options().length}` },
      element("span", { className: "picker-label", textContent: label }),
    );
    if (detail) row.append(element("span", { className: "picker-detail", textContent: detail }));
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    return row;
  }

  setHint(isNew) {
    this.hint.hidden = !isNew;
    this.hint.textContent = isNew ? say("New") : "";
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    if (event.isComposing) return; // Enter that ends a kana conversion chooses nothing.
    const isOpen = !this.list.hidden;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (isOpen) this.move(steps[event.key]);
      else if (this.options().length) this.open();
      else if (this.input.value.trim()) this.ask();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  move(step) {
    const options = this.options();
    if (!options.length) return;
    const from = this.active < 0 && step < 0 ? 0 : this.active;
    this.active = (from + step + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.active)));
    options[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }

  choose(place) {
    const option = this.options()[place];
    this.input.value = option.querySelector(".picker-label").textContent;
    this.setHint("new" in option.dataset);
    this.close();
    this.list.replaceChildren();
    this.input.dispatchEvent(new CustomEvent("hub:picked", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const prepare = (root) => {
  for (const input of root.querySelectorAll("input[data-picker-url]")) {
    if (input.dataset.pickerReady) continue;
    input.dataset.pickerReady = "yes";
    new Picker(input);
  }
};

document.addEventListener("hub:added", (event) => prepare(event.target));
document.addEventListener("htmx:load", (event) => prepare(event.target));
prepare(document);
