// Nodes, and the words that a page hands to its scripts (`components/_script_texts.html`).

export const texts = document.body.dataset;
export const say = (key) => texts[`text${key}`] ?? "";

export const element = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

export const closeButton = () => {
  const button = element("button", { type: "button", className: "toast-close", textContent: "×" });
  button.setAttribute("aria-label", say("Close"));
  return button;
};
