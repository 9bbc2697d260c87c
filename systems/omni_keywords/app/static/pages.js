"use strict";

// Every page works without this: filters have a button, boxes can be set one by one.
for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}

for (const form of document.querySelectorAll("form[data-choose]")) {
  form.querySelector("[data-all]").hidden = false;
  for (const button of form.querySelectorAll("[data-set]")) {
    button.addEventListener("click", () => {
      for (const box of form.querySelectorAll("input[type=checkbox]")) {
        box.checked = button.dataset.set === "1";
      }
    });
  }
}

// Meanings are computed while the page waits: say so, and don't send twice.
for (const button of document.querySelectorAll("button[data-wait]")) {
  button.form.addEventListener("submit", () => {
    button.disabled = true;
    button.textContent = button.dataset.wait;
  });
}
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
