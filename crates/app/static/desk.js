// Keys of the keyboard press what is on the page: buttons and links say by `data-key` which key is theirs, rows of a
// list by `data-row` that one moves among them. Without this script everything is there to be clicked.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const dialog = document.getElementById("keys");
  let at = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  if (at < 0) at = rows.indexOf(document.activeElement);

  const show = (row) => {
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  };

  const move = (by) => {
    if (rows.length === 0) return;
    at = Math.min(Math.max(at + by, 0), rows.length - 1);
    show(rows[at]);
  };

  const open = () => rows[at]?.click();

  // where some are selected, what can be done with many is in sight, and its keys are meant
  const many = document.getElementById("many");
  const picked = () => many?.querySelectorAll("[name=report]:checked").length ?? 0;
  const told = () => {
    const count = picked();
    const bulk = many?.querySelector(".bulk");
    if (!bulk) return;
    bulk.open = count > 0;
    bulk.querySelector("[data-picked]").textContent = count > 0 ? ` (${count})` : "";
  };
  many?.addEventListener("change", (event) => {
    if (event.target.name === "report") told();
  });

  const pick = () => {
    const box = rows[at]?.parentElement?.querySelector("input[type=checkbox]");
    if (!box) return;
    box.checked = !box.checked;
    told();
    show(rows[at]);
  };

  const press = (key) => {
    const named = CSS.escape(key);
    const one =
      (picked() > 0 && many.querySelector(`[data-many="${named}"]`)) ||
      document.querySelector(`[data-key="${named}"]`);
    if (!one) return false;
    if (one.tagName === "SUMMARY") {
      one.parentElement.open = true;
      one.parentElement.querySelector("textarea, select, input")?.focus();
    } else {
      one.click();
    }
    return true;
  };

  // where a report is open, moving opens the next at once, unless what is selected would be lost
  const isOpen = document.querySelector(".pane .report") !== null;
  const step = (by) => {
    const before = at;
    move(by);
    if (isOpen && at !== before && picked() === 0) open();
  };

  const own = {
    j: () => step(1),
    k: () => step(-1),
    o: open,
    x: pick,
    g: () => location.assign("/"),
    "?": () => dialog?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const target = event.target;
    if (event.key === "Escape" && target.matches("textarea, select, input")) return target.blur();
    if (target.matches("textarea, select, input:not([type=checkbox])") || dialog?.open) return;
    const act = own[event.key];
    if (act) act();
    else if (!press(event.key)) return;
    event.preventDefault();
  });

  // the browser may have kept what was selected
  if (picked() > 0) told();

  // after a decision the next row is where one goes on
  const here = rows[at];
  if (here) here.scrollIntoView({ block: "nearest" });
  else if (location.search.includes("done=") && rows.length > 0) {
    at = 0;
    show(rows[0]);
  }
})();
