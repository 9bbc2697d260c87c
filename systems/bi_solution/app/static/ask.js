// Puts an answer below the conversation without loading the page anew.
const form = document.getElementById("ask");
const turns = document.getElementById("turns");
const state = document.getElementById("state");
const question = document.getElementById("question");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button.main");
  const fields = new URLSearchParams(new FormData(form));
  button.disabled = true;
  form.setAttribute("aria-busy", "true");
  state.textContent = form.dataset.waiting;
  try {
    const response = await fetch("/ask", {
      method: "POST",
      body: fields,
      headers: { "X-Fragment": "1" },
    });
    const key = response.headers.get("X-Conversation");
    if (!response.ok || !key) throw new Error(String(response.status));
    // The server has escaped it; a parsed document runs no script.
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const turn = document.importNode(page.querySelector(".turn"), true);
    turns.append(turn);
    document.querySelector(".talk > .head")?.remove();
    document.querySelector(".examples")?.closest("section").remove();
    form.elements.conversation.value = key;
    history.replaceState(null, "", `/c/${key}`);
    question.value = "";
    question.placeholder = "";
    state.textContent = "";
    turn.scrollIntoView({ block: "start" });
  } catch {
    state.textContent = form.dataset.failed;
  } finally {
    button.disabled = false;
    form.removeAttribute("aria-busy");
    question.focus({ preventScroll: true });
  }
});
