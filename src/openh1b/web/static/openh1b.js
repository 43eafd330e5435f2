"use strict";
// Forms swap the page's main part when something is changed; marks have tooltips; the theme is kept. No other script runs.
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  if (kept()) root.dataset.theme = kept();

  const place = () => location.pathname + location.search;
  let asked = null, shown = place();
  const say = (text) => { document.querySelector(".status").textContent = text; };

  const fields = () => [...document.querySelectorAll("main :is(input:not([type=file]), textarea)[id]")];

  async function show(address, push, form) {
    const sent = new Map(fields().map((one) => [one.id, !form || one.form === form ? one.value : one.defaultValue]));
    asked?.abort();
    asked = new AbortController();
    const waiting = setTimeout(() => say("Computing"), 400);
    document.body.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { accept: "text/html" } });
      if (!answer.headers.get("content-type").startsWith("text/html")) { await save(answer); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const held = document.activeElement?.id, open = [...document.querySelectorAll("main details[id][open]")].map((one) => one.id);
      const title = page.querySelector("h1").textContent, { selectionStart: from, selectionEnd: to } = document.activeElement;
      const typed = fields().filter((one) => one.value !== (sent.get(one.id) ?? one.value)).map((one) => [one.id, one.value]);
      document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
      document.title = page.title;
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      for (const [id, text] of typed) if (document.getElementById(id)) document.getElementById(id).value = text; // typed meanwhile
      if (push) history.pushState(null, "", answer.url);
      shown = place();
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
      if (held && from != null && document.activeElement.id === held) document.activeElement.setSelectionRange(from, to);
      say(title);
      again();
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
      return;
    } finally { clearTimeout(waiting); }
    document.body.removeAttribute("aria-busy");
  }

  async function save(answer) { // a file that a run has made
    const link = document.createElement("a"), name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") || "")?.[1] || "file";
    link.href = URL.createObjectURL(await answer.blob());
    link.download = name;
    link.click();
    const said = document.createElement("p");
    said.textContent = `Saved as ${name}.`;
    document.querySelector("main [data-again]")?.replaceWith(said);
    document.body.removeAttribute("aria-busy");
    say(said.textContent);
  }

  let next = 0;
  function again() { // a run is at work: ask how far it is, until it is the page
    const wait = () => document.querySelector("main [data-again]");
    clearTimeout(next);
    if (wait()) next = setTimeout(() => { if (wait()) show(location.href, false); }, Number(wait().dataset.again));
  }

  const address = (form) => `${form.getAttribute("action")}?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""))}`;
  addEventListener("submit", (event) => {
    if (event.target.matches("form[data-live]")) { event.preventDefault(); show(address(event.target), true, event.target); }
  });
  addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-live]") && !event.target.closest("[data-wait]")) show(address(form), true, form);
  });
  addEventListener("input", (event) => {
    const output = event.target.form?.querySelector(`output[for="${event.target.id}"]`);
    if (output && event.target.type === "range") output.textContent = `FY${event.target.value}`;
  });
  addEventListener("click", (event) => { // what a link leads to may lie in a part that is folded
    const to = event.target.closest?.('a[href^="#"]')?.getAttribute("href").slice(1);
    if (to) document.getElementById(to)?.closest("details")?.setAttribute("open", "");
  });
  addEventListener("popstate", () => { if (place() !== shown) show(location.href, false); }); // not for a mere #fragment

  function tell(mark, part) { // part: what of the mark is pointed at, where it has a name of its own
    const tip = document.querySelector(".tip"), box = (part || mark).getBoundingClientRect();
    tip.textContent = ((part ? `${part.dataset.of}\n` : "") + mark.getAttribute("aria-label")).replace(": ", ":\n").replaceAll("; ", ";\n"); // whose they are, then a line a figure
    tip.hidden = false;
    tip.style.setProperty("left", `${Math.max(8, Math.min(box.left + scrollX, root.clientWidth - tip.offsetWidth - 8))}px`);
    tip.style.setProperty("top", `${box.top + scrollY - tip.offsetHeight - 6}px`);
  }
  const untell = () => { document.querySelector(".tip").hidden = true; };
  for (const kind of ["pointerover", "focusin"]) addEventListener(kind, (event) => {
    const mark = event.target.closest?.(".mark");
    if (mark) tell(mark, event.target.closest("[data-of]")); else untell();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") untell();
    const mark = event.target.closest?.("g.mark"), step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!mark || !step) return;
    const all = (kind) => [...mark.closest("svg").querySelectorAll(kind)], firsts = all("g:not(.mark) > g.mark:first-child");
    const group = firsts.length && /Up|Down/.test(event.key), marks = group ? firsts : all("g.mark"); // where marks are in groups, up and down go by these
    const next = marks[marks.indexOf(group ? mark.parentNode.firstElementChild : mark) + step];
    event.preventDefault();
    if (next) { mark.setAttribute("tabindex", "-1"); next.setAttribute("tabindex", "0"); next.focus(); }
  });

  addEventListener("load", () => requestIdleCallback(() => { root.dataset.painted = ""; }, { timeout: 1000 })); // what waited for the first paint is laid out
  addEventListener("DOMContentLoaded", () => {
    again();
    const tip = document.body.appendChild(document.createElement("div"));
    Object.assign(tip, { className: "tip", hidden: true });
    const button = document.querySelector(".theme");
    const name = () => { button.textContent = dark() ? "Light" : "Dark"; };
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* kept for this page only */ }
      name();
    });
    name();
  });
})();
