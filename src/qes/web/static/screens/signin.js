import { $ } from "../lib/dom.js";

/** Where to go on: only ever on this server, however the address is spelled. */
function next() {
  const wanted = URL.parse(new URLSearchParams(location.search).get("next") ?? "/", location.origin);
  return wanted?.origin === location.origin ? wanted.href : "/";
}

$("#signin").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const problem = $("#problem");
  problem.hidden = true;
  try {
    const response = await fetch("/api/signin", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: form.elements.name.value.trim(), password: form.elements.password.value }),
    });
    if (response.ok) {
      location.assign(next());
      return;
    }
    const said = await response.json();
    problem.textContent = `${said.error}. ${said.hint ?? ""}`;
  } catch {
    problem.textContent = "The server cannot be reached.";
  }
  problem.hidden = false;
  form.elements.password.select();
});
