// What is pleasant with a script; every form works without one.
"use strict";

// A vote changes the number in place instead of loading the page anew.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.closest("[data-votes]")) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const answer = await fetch(form.action, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) {
    window.location.reload();
    return;
  }
  const { score, mine } = await answer.json();
  const language = document.documentElement.lang;
  form.querySelector("output").textContent = new Intl.NumberFormat(language).format(score);
  for (const button of form.querySelectorAll("button")) {
    const own = button.value === "up" ? 1 : -1;
    button.setAttribute("aria-pressed", String(own === mine));
  }
});

// A shelf that is chosen is sent at once; the button beside it is for those without a script.
for (const select of document.querySelectorAll("[data-sends]")) {
  select.form.querySelector("[data-spare]").hidden = true;
  select.addEventListener("change", () => select.form.requestSubmit());
}
