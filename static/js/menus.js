// What a <details> opens as a menu closes like a menu.

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
