// The API as the pages speak it: with the token against forged requests, and errors as values.

const token = () => document.cookie.match(/(?:^|; )bee_csrf=([^;]+)/)?.[1] ?? "";

export async function ask(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: {
      Accept: "application/json",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(method === "GET" ? {} : { "X-CSRFToken": token() }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  return { ok: response.ok, status: response.status, answer };
}

export const boot = () => JSON.parse(document.getElementById("boot").textContent);
export const language = document.documentElement.lang;
export const count = (number) => new Intl.NumberFormat(language).format(number);
export const money = (amount) =>
  amount === null || amount === undefined
    ? ""
    : new Intl.NumberFormat(language, { style: "currency", currency: "BRL" }).format(amount);
