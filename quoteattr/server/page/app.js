"use strict";
// Send texts to the API one after another, show the page of one of them in a frame, search and save all their claims.
(() => {
  const one = (selector) => document.querySelector(selector);
  const form = one("#ask form");
  const field = form.elements;
  const ask = one("#ask");
  const all = one("#all");
  const shown = one("#shown");
  const busy = one(".busy");
  const bar = one(".work progress");
  const error = one(".error[role=alert]");
  const find = one("#find");
  const NEW = "quoteattr – who said what";

  const loaded = []; // documents: { id, name, row, and json, data, claims, page, or problem }
  let next = 0; // the id of the document that is sent next
  let current = null; // the document in the frame
  let frame = null;
  let request = null; // the pending one
  let cancelled = false;

  // ---- the API

  // With ``sent``, which receives the part of the body that was sent, the request is the one that can be cancelled.
  function post(address, type, body, sent = null) {
    return new Promise((resolve, reject) => {
      const own = new XMLHttpRequest(); // unlike fetch, it reports how much was sent
      own.open("POST", address);
      own.setRequestHeader("Content-Type", type);
      if (sent) {
        request = own;
        own.upload.addEventListener("progress", (event) => event.lengthComputable && sent(event.loaded / event.total));
        own.upload.addEventListener("load", () => sent(1));
      }
      own.addEventListener("load", () => {
        if (own.status === 200) resolve(own.responseText);
        else reject(new Error(messageOf(own)));
      });
      own.addEventListener("error", () => reject(new Error("The server does not answer.")));
      own.addEventListener("abort", () => reject(new Error("Cancelled.")));
      own.send(body);
    });
  }

  function messageOf(answer) {
    try {
      return JSON.parse(answer.responseText).error.message;
    } catch {
      return `The server answers ${answer.status} ${answer.statusText}.`;
    }
  }

  function query(more) {
    const words = new URLSearchParams({ full: "true", act: field.act.value, ...more });
    for (const name of ["publisher", "outlet"]) if (field[name].value.trim()) words.set(name, field[name].value.trim());
    if (field.include_chrome.checked) words.set("include_chrome", "true");
    return words;
  }

  // ---- analysis: one text, which is shown at once, or several files one after another

  async function read(jobs) {
    if (ask.ariaBusy === "true") return;
    const address = (job) => `api/attributions?${query(job.more)}`;
    const waiting = jobs.map((job) => ({ job, address: address(job), item: { id: next++, name: job.name } }));
    const several = jobs.length > 1;
    cancelled = false;
    error.hidden = true;
    ask.ariaBusy = "true";
    if (several) {
      for (const { item } of waiting) list(item);
      go({ view: "all" });
    }
    for (const [done, each] of waiting.entries()) {
      if (cancelled) drop(each.item);
      else await readOne(each, done, several && jobs.length);
    }
    ask.ariaBusy = "false";
    wait("");
    if (several) summarize(waiting.map((each) => each.item).filter((each) => loaded.includes(each)));
    else finish(waiting[0].item);
  }

  async function readOne({ job, address, item }, done, total) {
    const which = total ? ` ${done + 1} of ${total}` : "";
    const part = (sent) => {
      if (total || sent < 1) bar.value = total ? (done + sent / 2) / total : sent;
      else bar.removeAttribute("value"); // the time of the analysis is not known
      const step = sent < 1 ? `Sending${which} …` : `Reading${which} …`;
      if (busy.textContent !== step) busy.textContent = step;
    };
    wait(`Sending${which} …`);
    bar.value = total ? done / total : 0;
    try {
      item.json = await post(address, job.type, job.body, part);
      item.data = JSON.parse(item.json);
      item.name = titleOf(item.data, job.name);
      item.claims = item.data.attributions.map((claim, number) => rowOf(claim, number, item));
      if (!total) item.page = await post("api/page", "application/json", item.json);
    } catch (problem) {
      item.problem = problem.message;
    }
    const same = loaded.find((each) => each !== item && each.json && each.json === item.json);
    if (same) drop(same); // equal texts are counted once
    if (cancelled) drop(item);
    else if (total || !item.problem) list(item);
  }

  function finish(item) {
    if (loaded.includes(item)) go({ view: "shown", id: item.id });
    else if (!cancelled) fail(item.problem);
  }

  function summarize(items) {
    const failed = items.filter((each) => each.problem).length;
    busy.textContent = `${items.length - failed} read${failed ? `, ${failed} could not be read` : ""}`;
  }

  function wait(text) {
    busy.textContent = text;
    bar.hidden = one("#cancel").hidden = !text;
    for (const each of ask.querySelectorAll("button, [type=file]")) each.disabled = Boolean(text);
  }

  function fail(message) {
    error.textContent = message;
    error.hidden = false;
    error.scrollIntoView({ block: "nearest" });
  }

  one("#cancel").addEventListener("click", () => {
    cancelled = true;
    request?.abort();
  });

  // ---- the visible view: the form, a document, or all claims

  function go(state) {
    history.pushState(state, "");
    view(state);
  }

  function view(state) {
    current = loaded.find((each) => each.id === state?.id && each.data) || null;
    const name = current ? "shown" : state?.view === "all" && loaded.length ? "all" : "ask";
    const before = [ask, all, shown].find((each) => !each.hidden);
    ask.hidden = name !== "ask";
    all.hidden = name !== "all";
    shown.hidden = name !== "shown";
    one("#again").hidden = name === "ask";
    one("#overview").hidden = name === "all" || !loaded.length;
    one("#save-page").hidden = one("#save-json").hidden = name !== "shown";
    document.title = current ? `${current.name} – quoteattr` : NEW;
    shown.replaceChildren();
    frame = null;
    if (current) show(current, state.claim);
    else if (name === "all" && before !== all) one("#documents-name").focus();
    else if (name === "ask") field.text.focus();
  }

  async function show(chosen, claim) {
    error.hidden = true;
    if (!chosen.page) chosen.page = await pageOf(chosen);
    if (current !== chosen || !chosen.page) return;
    frame = make("iframe"); // a new one, because a second page in the same frame adds an entry to the history
    frame.title = "Result";
    frame.sandbox = "allow-scripts allow-downloads";
    frame.srcdoc = chosen.page;
    const own = frame;
    if (claim !== undefined) frame.addEventListener("load", () => own.contentWindow.postMessage({ quoteattrClaim: claim }, "*"));
    shown.replaceChildren(...warningsOf(chosen).map((warning) => make("p", "error", warning)), frame);
    frame.focus();
  }

  async function pageOf(chosen) {
    try {
      return await post("api/page", "application/json", chosen.json);
    } catch (problem) {
      shown.replaceChildren(make("p", "error", problem.message));
      return "";
    }
  }

  addEventListener("popstate", (event) => view(event.state));
  one("#again").addEventListener("click", () => go(null));
  one("#overview").addEventListener("click", () => go({ view: "all" }));
  addEventListener("message", (event) => {
    const theme = frame && event.source === frame.contentWindow && event.data?.quoteattrTheme;
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  });

  // ---- the documents

  const fileName = (name) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "who-said-what";
  const titleOf = (data, given) => data.article.headline?.text || given || "Untitled text";
  const warningsOf = (each) => (each.data?.warnings || []).map((warning) => `The text ${warning}.`);
  const ownName = (each) => fileName(each.data.article.headline?.text || each.data.id || "who-said-what");
  const sortDocuments = sortable(one("#documents"));
  const sortClaims = sortable(one("#claims"));

  // Show the state of a document in its row, and its claims after they are known.
  function list(each) {
    if (!loaded.includes(each)) loaded.push(each);
    const row = make("tr", "", ...cellsOf(each));
    if (each.row) each.row.replaceWith(row);
    else one("#documents tbody").append(row);
    each.row = row;
    one("#claims tbody").append(...(each.claims || []).map((claim) => claim.row));
    sortDocuments();
    sortClaims();
    offerChoices();
  }

  function cellsOf(each) {
    const head = make("th", "", each.data ? button(each.name, () => go({ view: "shown", id: each.id })) : each.name);
    head.scope = "row";
    for (const note of [each.problem, ...warningsOf(each)]) if (note) head.append(make("small", "problem", note));
    const article = each.data?.article || {};
    const count = make("td", "qa-number", each.claims ? String(each.claims.length) : each.problem ? "" : "waiting");
    count.dataset.sort = each.claims?.length ?? -1;
    const remove = button("Remove", () => {
      drop(each);
      if (loaded.length) one("#documents-name").focus();
      else go(null);
    });
    remove.setAttribute("aria-label", `Remove ${each.name}`);
    remove.hidden = !each.data && !each.problem;
    return [
      head,
      make("td", "", (article.publisher || article.outlet)?.name || ""),
      make("td", "qa-date", (article.published || "").slice(0, 10)),
      count,
      make("td", "", remove),
    ];
  }

  function drop(each) {
    each.row?.remove();
    for (const claim of each.claims || []) claim.row.remove();
    if (loaded.includes(each)) loaded.splice(loaded.indexOf(each), 1);
    offerChoices();
  }

  // ---- the claims: rows of the table, with what the search and the filters compare

  const plain = (name) => name.replaceAll("_", " ");

  function rowOf(claim, number, each) {
    const { article } = each.data;
    const speaker = claim.speaker === null ? {} : each.data.speakers[claim.speaker];
    const outlets = [article.publisher?.name, article.outlet?.name].filter(Boolean);
    const published = (article.published || "").slice(0, 10);
    const role = [speaker.role, speaker.affiliation].filter(Boolean).join(", ");
    const open = button(each.name, () => go({ view: "shown", id: each.id, claim: number }));
    open.setAttribute("aria-label", `${each.name}: show the claim in its text`);
    const row = make(
      "tr",
      "",
      make("td", "", speaker.name || claim.source?.text || "not known", ...(role ? [make("small", "", role)] : [])),
      make("td", "", claim.cue?.text || ""),
      make("td", "", claim.content.text),
      make("td", "", outlets[0] || ""),
      make("td", "qa-date", published),
      make("td", "", open),
    );
    const names = [claim.content.text, claim.source?.text, speaker.name, role, claim.cue?.text, each.name, article.headline?.text];
    const chosen = {
      document: [each.name],
      speaker: [speaker.name || "not known"],
      outlet: [...new Set([...outlets, claim.outlet].filter(Boolean))],
      type: [plain(speaker.type || "not known")],
      kind: [claim.kind],
      act: [claim.act],
    };
    return { row, published, text: names.filter(Boolean).join("\n").toLowerCase(), chosen };
  }

  // ---- search and filters

  const claims = () => loaded.flatMap((each) => each.claims || []);

  // Offer each value of the claims; a filter without a choice is hidden.
  function offerChoices() {
    const live = claims();
    for (const name of ["document", "speaker", "outlet", "type", "kind", "act"]) {
      const select = find.elements[name];
      const before = select.value;
      const values = [...new Set(live.flatMap((claim) => claim.chosen[name]))].sort(new Intl.Collator("en").compare);
      select.replaceChildren(new Option("all", ""), ...values.map((value) => new Option(value, value)));
      select.value = values.includes(before) ? before : "";
      select.parentElement.hidden = values.length < 2;
    }
    const dated = live.some((claim) => claim.published);
    for (const name of ["since", "until"]) find.elements[name].parentElement.hidden = !dated;
    filter();
  }

  function passes({ published, text, chosen }) {
    const words = find.elements.words.value.toLowerCase().split(/\s+/);
    const { since, until } = Object.fromEntries(["since", "until"].map((name) => [name, find.elements[name].value]));
    return (
      words.every((word) => text.includes(word)) &&
      Object.entries(chosen).every(([name, own]) => !find.elements[name].value || own.includes(find.elements[name].value)) &&
      (!since || (published && since <= published)) &&
      (!until || (published && published <= until))
    );
  }

  const accepted = () => claims().filter((claim) => !claim.row.hidden);

  function filter() {
    const live = claims();
    for (const claim of live) claim.row.hidden = !passes(claim);
    const count = accepted().length;
    one(".count").textContent = count < live.length ? `${count} of ${live.length} claims` : `${count} ${count === 1 ? "claim" : "claims"}`;
    one("#save-csv").disabled = one("#save-lines").disabled = !count;
  }

  find.addEventListener("input", filter);
  find.addEventListener("change", filter); // assistive software may send this one alone
  find.addEventListener("submit", (event) => event.preventDefault());
  find.addEventListener("reset", () => setTimeout(filter)); // the fields are reset after the event

  // ---- files to share

  one("#save-page").addEventListener("click", () => save([current.page], "text/html;charset=utf-8", `${ownName(current)}.html`));
  one("#save-json").addEventListener("click", () => save([current.json], "application/json", `${ownName(current)}.json`));
  const accepting = () => loaded.filter((each) => each.claims?.some((claim) => !claim.row.hidden));

  // The server writes the rows of each document; those of the claims that are shown are kept.
  async function saveTable(parts) {
    const ids = new Set();
    const lines = ["\ufeff"];
    for (const { each, shown } of parts) {
      const own = each.data.id ?? each.name;
      let id = own;
      for (let number = 2; ids.has(id); number++) id = `${own} (${number})`;
      ids.add(id);
      const table = await post(`api/table?${new URLSearchParams({ id })}`, "application/json", each.json);
      const [header, ...rows] = table.match(/(?:[^"\r]+|"[^"]*")*\r\n/g); // a line break in quotation marks ends no row
      lines.push(...(lines.length > 1 ? [] : [header]), ...rows.filter((_, number) => shown[number]));
    }
    save(lines, "text/csv;charset=utf-8", "claims.csv");
  }

  one("#save-csv").addEventListener("click", async () => {
    one("#save-csv").disabled = true;
    busy.textContent = "Writing the table …";
    try {
      await saveTable(accepting().map((each) => ({ each, shown: each.claims.map((claim) => !claim.row.hidden) })));
      busy.textContent = "";
    } catch (problem) {
      busy.textContent = problem.message;
    }
    filter();
  });
  one("#save-lines").addEventListener("click", () => {
    const documents = accepting();
    save(documents.map((each) => `${each.json.trim()}\n`), "application/jsonl", "attributions.jsonl");
  });

  // ---- the form

  const isPage = () => form.querySelector("[name=kind]:checked").value === "html";

  function settle() {
    one(".html-only").hidden = !isPage();
    one("#text-name").textContent = isPage() ? "HTML" : "Article";
  }

  form.addEventListener("change", settle);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = field.text.value;
    if (!body.trim()) {
      fail("There is no text yet: paste one, choose files, or take an example.");
      field.text.focus();
      return;
    }
    const url = field.url.value.trim();
    const name = body.trim().split(/\s+/).slice(0, 8).join(" ").slice(0, 60);
    read([
      isPage()
        ? { name: url || "Page", type: "text/html;charset=utf-8", body, more: url ? { url } : {} }
        : { name, type: "text/plain;charset=utf-8", body, more: {} },
    ]);
  });

  function jobOf(file) {
    const html = /html/.test(file.type) || /\.(html?|xhtml)$/i.test(file.name);
    return { name: file.name, type: html ? "text/html" : "text/plain", body: file, more: { id: file.name } };
  }

  field.file.addEventListener("change", () => {
    if (field.file.files.length) read([...field.file.files].map(jobOf));
    field.file.value = ""; // so that the same file can be chosen again
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    field.text.addEventListener(kind, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      field.text.classList.toggle("dropping", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) read([...event.dataTransfer.files].map(jobOf));
    });
  }

  // ---- examples

  async function offer() {
    const answer = await fetch("api/examples");
    for (const { title, text } of await answer.json()) {
      const item = make("li", "", button(title, () => {
        form.querySelector("[name=kind][value=text]").checked = true;
        settle();
        field.text.value = text;
        form.requestSubmit();
      }));
      one(".examples").append(item);
    }
  }

  if (history.state) history.replaceState(null, ""); // the documents of an earlier visit are not stored
  settle();
  offer().catch(() => { one(".examples").closest("section").hidden = true; });
})();
