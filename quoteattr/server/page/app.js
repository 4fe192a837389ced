"use strict";
// Sends a text to the API, shows the page that comes back in a frame of its own, and saves both.
(() => {
  const one = (selector) => document.querySelector(selector);
  const form = one("form");
  const field = form.elements;
  const ask = one("#ask");
  const shown = one("#shown");
  const actions = one(".actions");
  const busy = one(".busy");
  const error = one(".error[role=alert]");
  let frame = null; // that of the result in sight
  let result = null; // { json, page, name } of the text that was read last

  // ---- the API

  async function post(address, type, body) {
    const answer = await fetch(address, { method: "POST", headers: { "Content-Type": type }, body });
    if (answer.ok) return answer.text();
    const told = await answer.json().catch(() => null);
    throw new Error(told?.error?.message || `The server answers ${answer.status} ${answer.statusText}.`);
  }

  function query(more) {
    const words = new URLSearchParams({ full: "true", act: field.act.value, ...more });
    for (const name of ["publisher", "outlet"]) if (field[name].value.trim()) words.set(name, field[name].value.trim());
    if (field.include_chrome.checked) words.set("include_chrome", "true");
    return words;
  }

  async function read(type, body, more = {}) {
    if (ask.ariaBusy === "true") return;
    wait("Reading …");
    try {
      const json = await post(`api/attributions?${query(more)}`, type, body);
      const page = await post("api/page", "application/json", json);
      result = { json, page, name: nameOf(JSON.parse(json)) };
      show();
    } catch (problem) {
      fail(problem instanceof TypeError ? "The server does not answer." : problem.message);
    } finally {
      wait("");
    }
  }

  function wait(text) {
    ask.ariaBusy = String(Boolean(text));
    busy.textContent = text;
    for (const button of ask.querySelectorAll("button")) button.disabled = Boolean(text);
  }

  function fail(message) {
    error.textContent = message;
    error.hidden = false;
    error.scrollIntoView({ block: "nearest" });
  }

  // ---- what is in sight: the form or a result

  function show(remember = true) {
    error.hidden = true;
    frame = document.createElement("iframe"); // a new one, because a second page in an old one is a step of the history
    frame.title = "Result";
    frame.sandbox = "allow-scripts allow-downloads";
    frame.srcdoc = result.page;
    shown.replaceChildren(frame);
    ask.hidden = true;
    shown.hidden = actions.hidden = false;
    if (remember) history.pushState("shown", "");
    frame.focus();
  }

  function back() {
    shown.replaceChildren();
    frame = null;
    ask.hidden = false;
    shown.hidden = actions.hidden = true;
    field.text.focus();
  }

  addEventListener("popstate", (event) => (event.state === "shown" && result ? show(false) : back()));
  one("#again").addEventListener("click", () => (history.state === "shown" ? history.back() : back()));
  addEventListener("message", (event) => {
    const theme = frame && event.source === frame.contentWindow && event.data?.quoteattrTheme;
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  });

  // ---- files to share

  function nameOf(told) {
    const title = told.article.headline?.text || told.id || "who-said-what";
    return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "who-said-what";
  }

  function save(text, type, ending) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = `${result.name}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  one("#save-page").addEventListener("click", () => save(result.page, "text/html;charset=utf-8", "html"));
  one("#save-json").addEventListener("click", () => save(result.json, "application/json", "json"));

  // ---- the form

  const isPage = () => form.querySelector("[name=kind]:checked").value === "html";

  function settle() {
    one(".html-only").hidden = !isPage();
    one("#text-name").textContent = isPage() ? "HTML" : "Article";
  }

  form.addEventListener("change", settle);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.text.value.trim()) {
      fail("There is no text yet: paste one, choose a file, or take an example.");
      field.text.focus();
      return;
    }
    const url = field.url.value.trim();
    read(isPage() ? "text/html;charset=utf-8" : "text/plain;charset=utf-8", field.text.value, isPage() && url ? { url } : {});
  });

  function readFile(file) {
    const html = file.type === "text/html" || /\.html?$/i.test(file.name);
    read(html ? "text/html" : "text/plain", file, { id: file.name });
  }

  field.file.addEventListener("change", () => {
    if (field.file.files.length) readFile(field.file.files[0]);
    field.file.value = ""; // so that the same file can be chosen once more
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    field.text.addEventListener(kind, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      field.text.classList.toggle("dropping", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) readFile(event.dataTransfer.files[0]);
    });
  }

  // ---- examples

  async function offer() {
    const answer = await fetch("api/examples");
    for (const { title, text } of await answer.json()) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = title;
      button.addEventListener("click", () => {
        form.querySelector("[name=kind][value=text]").checked = true;
        settle();
        field.text.value = text;
        form.requestSubmit();
      });
      const item = document.createElement("li");
      item.append(button);
      one(".examples").append(item);
    }
  }

  settle();
  offer().catch(() => { one(".examples").closest("section").hidden = true; });
})();
