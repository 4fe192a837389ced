"use strict";
// The page is complete without this script. It links the parts of a claim, filters, draws trees and saves tables.
(() => {
  const root = document.querySelector(".qa");
  const text = root.querySelector(".qa-text");
  const card = root.querySelector(".qa-claim");
  const status = root.querySelector(".qa-status");
  const say = root.querySelector(".qa-say");
  const form = root.querySelector(".qa-filters form");
  const dialog = root.querySelector(".qa-trees");
  const { claims, trees } = JSON.parse(document.querySelector(".qa-data").textContent);

  const ROLES = { s: "source", c: "cue", q: "content" };
  const shown = claims.map(() => true);
  let picked = -1; // the selected claim
  let pointed = -1; // the claim under the pointer or the focus

  // ---- segments: the elements of the text, and for each claim those that belong to it

  const numbers = (node, key) => (node.dataset[key] ? node.dataset[key].split(" ").map(Number) : []);
  const segments = [...text.querySelectorAll(".qa-seg")].map((node) => ({
    node, s: numbers(node, "s"), c: numbers(node, "c"), q: numbers(node, "q"),
  }));
  const segmentOf = new Map(segments.map((segment) => [segment.node, segment]));
  const parts = claims.map(() => ({ s: [], c: [], q: [] }));
  for (const segment of segments) {
    for (const key in ROLES) for (const number of segment[key]) parts[number][key].push(segment);
  }
  const anchors = parts.map((own) => (own.c[0] || own.s[0] || own.q[0] || { node: null }).node);
  const listed = [];
  for (const item of root.querySelectorAll(".qa-voices [data-claim]")) listed[Number(item.dataset.claim)] = item;
  const voices = new Map([...root.querySelectorAll(".qa-voices > li")].map((item) => [Number(item.dataset.speaker), item]));

  // Return the roles of a segment in the visible claims, or in one claim alone, by their names in views/html.py.
  function paint(segment, alone = -1) {
    const live = (key) => segment[key].filter((number) => (alone < 0 ? shown[number] : number === alone));
    const content = live("q");
    const names = [];
    if (content.length) names.push(content.length > 1 ? "qa-deep" : "qa-content");
    if (live("s").length) names.push("qa-source");
    if (live("c").length) names.push("qa-cue");
    if (names.length) names.unshift("qa-seg");
    if (names.length && alone >= 0) names.push("qa-on");
    segment.node.className = names.join(" ");
  }

  const segmentsOf = (number) => (number < 0 ? [] : Object.keys(ROLES).flatMap((key) => parts[number][key]));

  let lit = -1;
  function light() {
    const active = pointed >= 0 ? pointed : picked;
    if (active === lit) return;
    segmentsOf(lit).forEach((segment) => paint(segment));
    segmentsOf(active).forEach((segment) => paint(segment, active));
    text.classList.toggle("qa-busy", active >= 0);
    for (const [number, on] of [[lit, false], [active, true]]) {
      if (number < 0) continue;
      voices.get(claims[number].speaker)?.classList.toggle("qa-lit", on);
      if (on) listed[number]?.setAttribute("aria-current", "true");
      else listed[number]?.removeAttribute("aria-current");
    }
    lit = active;
  }

  // ---- the label next to the pointer

  const tip = make("div", "qa-tip");
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  text.append(tip);

  function showTip(number, node) {
    const claim = claims[number];
    tip.textContent = [claim.who, claim.cue, readingOf(claim)].filter(Boolean).join(" · ");
    tip.hidden = false;
    const box = node.getClientRects()[0] || node.getBoundingClientRect();
    const around = text.getBoundingClientRect();
    tip.style.top = `${box.top - around.top - tip.offsetHeight - 4}px`;
    tip.style.left = `${Math.max(0, Math.min(box.left - around.left, around.width - tip.offsetWidth))}px`;
  }

  function point(number, node = null) {
    pointed = number;
    light();
    if (number >= 0 && node) showTip(number, node);
    else tip.hidden = true;
  }

  // ---- selection of a claim

  const sheet = matchMedia("(max-width: 56rem)"); // narrow windows, in which the card covers the lower half of the text

  // Return the claims of a segment: as cue, as source, then the innermost content first.
  function claimsAt(node) {
    const segment = segmentOf.get(node);
    return segment ? [...new Set([...segment.c, ...segment.s, ...segment.q])].filter((number) => shown[number]) : [];
  }

  function pick(number, { follow = false, announce = true } = {}) {
    if (picked >= 0) anchors[picked]?.setAttribute("aria-pressed", "false");
    picked = number;
    pointed = -1;
    tip.hidden = true;
    light();
    card.hidden = number < 0;
    root.classList.toggle("qa-picked", number >= 0);
    if (number < 0) {
      card.replaceChildren();
      say.textContent = "";
      return;
    }
    const claim = claims[number];
    anchors[number]?.setAttribute("aria-pressed", "true");
    card.replaceChildren(...cardOf(claim, number));
    card.scrollTop = 0;
    if (announce) say.textContent = `${claim.who}, ${claim.cue}: ${claim.content || "no content"}`;
    const voice = voices.get(claim.speaker);
    if (voice) voice.querySelector("details").open = true;
    if (follow || sheet.matches) anchors[number]?.scrollIntoView({ block: follow ? "center" : "nearest" });
    const side = card.parentElement;
    if (side.scrollHeight > side.clientHeight) side.scrollTop = 0;
  }

  function pickAt(node) {
    const own = claimsAt(node);
    if (!own.length) return pick(-1);
    const next = own.indexOf(picked) + 1; // clicks on a segment of several claims select one after the other
    return pick(next < own.length ? own[next] : -1);
  }

  function step(by) {
    const live = claims.map((_, number) => number).filter((number) => shown[number]);
    const at = live.indexOf(picked);
    pick(live[(at + by + live.length) % live.length], { follow: true });
  }

  const readingOf = (claim) => [
    claim.kind,
    claim.act !== "speech" && claim.act,
    claim.polarity !== "asserted" && claim.polarity,
    claim.hedged && "hedged",
  ].filter(Boolean).join(", ");

  function cardOf(claim, number) {
    const live = shown.flatMap((on, each) => (on ? [each] : []));
    const close = button("Close", () => {
      const back = anchors[number];
      pick(-1);
      back?.focus();
    });
    const heading = make("h2", "", `Claim ${live.indexOf(number) + 1} of ${live.length}`);
    const nodes = [make("header", "", heading, close), make("p", "qa-who", claim.who)];
    if (claim.about.length) nodes.push(make("p", "qa-told", claim.about.join(" · ")));
    if (claim.content) nodes.push(make("blockquote", "", claim.content));
    nodes.push(make("dl", "", ...rowsOf(claim)), make("div", "qa-buttons", ...actionsOf(claim, live.length)));
    nodes.push(make("details", "", make("summary", "", "Why?"), make("pre", "", claim.why)));
    return nodes;
  }

  function rowsOf(claim) {
    const rows = [["Source", claim.source || "none"], ["Cue", claim.cue], ["Reading", readingOf(claim)]];
    rows.push(["Through", claim.through.join(" ← ")], ["Channel", claim.channel], ["Time", claim.time]);
    rows.push(["Speaker confidence", claim.speakerConfidence]);
    const nodes = rows.filter((row) => row[1]).flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]);
    const meter = make("meter");
    meter.value = claim.confidence;
    meter.setAttribute("aria-hidden", "true");
    const sure = `${Math.round(100 * claim.confidence)} %`;
    return [...nodes, make("dt", "", "Confidence"), make("dd", "", meter, sure)];
  }

  function actionsOf(claim, count) {
    const previous = button("Previous", () => move(-1));
    const next = button("Next", () => move(1));
    previous.disabled = next.disabled = count < 2;
    const nodes = [previous, next];
    if (claim.trees.length) nodes.push(button("Tree", () => showTrees(claim)));
    return nodes;
  }

  function move(by) {
    step(by);
    [...card.querySelectorAll(".qa-buttons button")][by < 0 ? 0 : 1].focus(); // the card was rendered again
  }

  // ---- pointer and keyboard in the text

  const cues = [...new Set(anchors.filter(Boolean))]
    .sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  for (const node of cues) {
    node.setAttribute("role", "button");
    node.setAttribute("aria-pressed", "false");
  }

  // Make cues of hidden claims plain text again, and one of the others reachable by the Tab key.
  function settle() {
    let first = true;
    for (const node of cues) {
      const own = claimsAt(node);
      if (own.length) {
        const claim = claims[own[0]];
        node.setAttribute("role", "button");
        node.setAttribute("aria-label", `${node.textContent.trim()}: ${claim.who}: ${claim.content || "no content"}`);
        node.tabIndex = first ? 0 : -1;
        first = false;
      } else {
        for (const name of ["role", "aria-label", "aria-pressed", "tabindex"]) node.removeAttribute(name);
      }
      if (own.length) node.setAttribute("aria-pressed", String(own.includes(picked)));
    }
  }

  text.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const node = event.target.closest(".qa-seg");
    const own = node ? claimsAt(node) : [];
    point(own.includes(picked) ? picked : own.length ? own[0] : -1, node);
  });
  text.addEventListener("pointerleave", () => point(-1));
  text.addEventListener("click", (event) => {
    if (String(getSelection())) return; // text is being selected
    const node = event.target.closest(".qa-seg");
    if (node) pickAt(node);
    else pick(-1);
  });
  text.addEventListener("focusin", (event) => {
    if (!event.target.matches("[role=button]") || !event.target.matches(":focus-visible")) return;
    for (const node of cues) if (node.hasAttribute("tabindex")) node.tabIndex = node === event.target ? 0 : -1;
    const own = claimsAt(event.target);
    if (own.length) point(own.includes(picked) ? picked : own[0], event.target);
  });
  text.addEventListener("focusout", () => point(-1));

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  text.addEventListener("keydown", (event) => {
    if (!event.target.matches("[role=button]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") pickAt(event.target);
    else if (event.key in STEPS) {
      const live = cues.filter((node) => claimsAt(node).length);
      const goal = live.indexOf(event.target) + STEPS[event.key];
      live[Math.max(0, Math.min(live.length - 1, goal))].focus();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || dialog.open) return;
    if (!tip.hidden) point(-1);
    else if (card.contains(document.activeElement)) card.querySelector("header button").click();
    else pick(-1);
  });

  // ---- the speakers

  const panel = root.querySelector(".qa-speakers");
  panel.addEventListener("click", (event) => {
    const item = event.target.closest("[data-claim]");
    if (item) pick(Number(item.dataset.claim), { follow: true });
  });
  const pointFrom = (event) => {
    const item = event.target.closest("[data-claim]");
    point(item ? Number(item.dataset.claim) : -1);
  };
  panel.addEventListener("pointerover", (event) => event.pointerType !== "touch" && pointFrom(event));
  panel.addEventListener("pointerleave", () => point(-1));

  // ---- filters

  function passes(claim) {
    const speaker = form.elements.speaker.value;
    const chosen = (name) => [...form.querySelectorAll(`[name=${name}]`)].some((box) => box.checked && box.value === claim[name]);
    return (
      (speaker === "" || Number(speaker) === claim.speaker) &&
      ["kind", "act", "polarity"].every(chosen) &&
      100 * claim.confidence >= Number(form.elements.confidence.value)
    );
  }

  function filter() {
    claims.forEach((claim, number) => { shown[number] = passes(claim); });
    const count = shown.filter(Boolean).length;
    form.querySelector("output").textContent = `${form.elements.confidence.value} %`;
    status.textContent = count < claims.length ? `${count} of ${claims.length} claims` : counted(count);
    pick(picked >= 0 && shown[picked] ? picked : -1, { announce: false });
    segments.forEach((segment) => paint(segment));
    lit = -1;
    text.classList.remove("qa-busy");
    listed.forEach((item, number) => { item.parentElement.hidden = !shown[number]; });
    for (const item of voices.values()) {
      const live = [...item.querySelectorAll("ul > li")].filter((each) => !each.hidden).length;
      item.hidden = !live;
      item.querySelector("summary .qa-count").textContent = live;
    }
    settle();
    light();
  }

  const counted = (count) => `${count} ${count === 1 ? "claim" : "claims"}`;

  form.addEventListener("input", filter);
  form.addEventListener("change", filter); // assistive software may send this one alone
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter)); // the fields are reset after the event

  // ---- the visible claims as a table in a file

  const COLUMNS = ["speaker", "source", "cue", "content", "kind", "act", "polarity", "hedged", "confidence", "time", "channel", "through"];

  function table() {
    const rows = claims.filter((_, number) => shown[number]).map((claim) => COLUMNS.map((name) => {
      if (name === "speaker") return claim.speaker < 0 ? "" : claim.who;
      return name === "through" ? claim.through.join(" ← ") : claim[name];
    }));
    return csv([COLUMNS, ...rows]);
  }

  // Return rows as CSV. A cell that begins like a formula gets an apostrophe, since spreadsheets would calculate it.
  function csv(rows) {
    const cell = (value) => `"${String(value ?? "").replace(/^(?= *[=+\-@\t\r\n＝＋－＠])/, "'").replaceAll('"', '""')}"`;
    return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
  }

  root.querySelector(".qa-save").addEventListener("click", () => save([table()], "text/csv;charset=utf-8", "claims.csv"));

  // ---- trees

  function showTrees(claim) {
    const close = button("Close", () => dialog.close());
    dialog.replaceChildren(make("header", "", make("h2", "", `${claim.who} · ${claim.cue}`), close));
    for (const number of claim.trees) {
      const drawing = new DOMParser().parseFromString(trees[number], "image/svg+xml").documentElement;
      const frame = make("div", "qa-tree-frame", document.importNode(drawing, true));
      frame.tabIndex = 0; // so that the keyboard can scroll it
      frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", "Sentence");
      dialog.append(frame);
    }
    dialog.showModal();
    for (const word of dialog.querySelectorAll("g.w")) mark(word, claim);
  }

  function mark(word, claim) {
    const [start, end] = word.dataset.at.split(" ").map(Number);
    const role = ["cue", "source", "content"].find((each) => claim.spans[each].some((span) => span[0] < end && start < span[1]));
    if (!role) return;
    const box = word.querySelector("text").getBBox();
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const place = { x: box.x - 4, y: box.y - 1, width: box.width + 8, height: box.height + 2, rx: 3 };
    for (const name in place) rect.setAttribute(name, place[name]);
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = role;
    word.classList.add(role);
    word.prepend(rect, title);
  }

  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  // ---- light and dark

  const theme = root.querySelector(".qa-theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const name = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    name();
    if (parent !== window) parent.postMessage({ quoteattrTheme: document.documentElement.dataset.theme }, "*");
  });
  dark.addEventListener("change", name);

  // The enclosing page, such as the app, may select a claim by its number.
  addEventListener("message", (event) => {
    const number = event.source === parent && parent !== window ? event.data?.quoteattrClaim : -1;
    if (shown[number]) pick(number, { follow: true });
  });

  name();
  theme.hidden = false;
  root.querySelector(".qa-filters").hidden = !claims.length;
  root.querySelector(".qa-hint").hidden = !cues.length;
  filter();
})();
