"use strict";
// Search while typing: only the results are swapped, so that nothing typed is lost; the address follows without a new entry.
(() => {
  let asked = null;
  addEventListener("input", async (event) => {
    const form = event.target.closest?.("form[data-typing]");
    if (!form || event.target.type !== "search") return;
    asked?.abort();
    asked = new AbortController();
    const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = `${form.getAttribute("action")}?${new URLSearchParams(pairs)}`;
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelector("#results").replaceChildren(...page.querySelector("#results").childNodes);
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    }
  });
})();
