"use strict";
// The page is whole without this: it only adds a filter, sorting, copying and a choice of theme.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  for (const tool of all(".js, .copy")) tool.hidden = false;

  // Theme: what the system says, until somebody says otherwise.
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const theme = document.querySelector(".theme");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const name = () => { theme.textContent = dark() ? "Light" : "Dark"; theme.setAttribute("aria-label", `Switch to the ${dark() ? "light" : "dark"} theme`); };
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; name(); });
  system.addEventListener("change", name);
  name();

  // Copy. A file opened from disk may have no clipboard: select the text instead.
  for (const button of all(".copy")) {
    button.addEventListener("click", async () => {
      const pre = button.nextElementSibling;
      try {
        await navigator.clipboard.writeText(pre.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(pre);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
  }

  // Filter: every word must be there.
  for (const input of all("[data-filters]")) {
    const items = [...document.getElementById(input.dataset.filters).children];
    const texts = items.map((item) => item.textContent.toLowerCase());
    const output = document.querySelector(`output[for="${input.id}"]`);
    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      items.forEach((item, at) => {
        item.hidden = !words.every((word) => texts[at].includes(word));
        shown += item.hidden ? 0 : 1;
      });
      output.textContent = words.length ? `${shown} of ${items.length} shown` : `${items.length} shown`;
    };
    input.addEventListener("input", apply);
    apply();
  }

  // Statements: sort, and open all that are shown.
  const list = document.getElementById("statement-list");
  const statements = all("details.statement", list);
  document.getElementById("sort-statements").addEventListener("change", (event) => {
    const down = event.target.value.startsWith("-");
    const key = event.target.value.replace("-", "");
    const sign = down ? -1 : 1;
    const sorted = [...statements].sort((a, b) => sign * (a.dataset[key] - b.dataset[key]) || a.dataset.n - b.dataset.n);
    list.append(...sorted);
  });
  const opener = document.getElementById("open-all");
  opener.addEventListener("click", () => {
    const open = opener.textContent === "Open all";
    for (const statement of statements) if (!statement.hidden) statement.open = open;
    opener.textContent = open ? "Close all" : "Open all";
  });

  // Tables: sort by a column.
  for (const table of all("table.sortable")) {
    const body = table.tBodies[0];
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      const value = (row) => { const cell = row.cells[column]; return "value" in cell.dataset ? Number(cell.dataset.value) : cell.textContent.trim().toLowerCase(); };
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        all("th", head.parentElement).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const before = (a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0);
        body.append(...[...body.rows].sort((a, b) => (up ? before(a, b) : before(b, a))));
      });
    });
  }

  // A link to a statement opens it, whatever the filter hides.
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.matches("details")) return;
    target.hidden = false;
    target.open = true;
    target.scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", open);
  document.addEventListener("click", (event) => { if (event.target.closest?.(`a[href="${location.hash}"]`)) open(); });
  open();

  // On paper everything is open.
  let opened = [];
  addEventListener("beforeprint", () => { opened = all("details:not([open])"); for (const one of opened) one.open = true; });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
})();
