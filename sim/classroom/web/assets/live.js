// Keeps a page of the class as it stands on the server: asks for news, sends forms until they have arrived, counts down.
// Everything works without it; then pages load anew by themselves.
(function () {
  "use strict";
  const EVERY = 1500, SLOWEST = 6000;
  document.documentElement.classList.add("alive");
  const body = document.body, news = body.dataset.news, spoken = document.querySelector("[data-spoken]");
  let waiting = null, pause = EVERY, sending = false;

  function say(text) { if (spoken && text) { spoken.textContent = ""; setTimeout(() => { spoken.textContent = text; }, 50); } }

  // ---- the clock, by this device's own time: what is left was told when the page was made
  function start(root) {
    for (const clock of root.querySelectorAll("[data-left]")) clock.until = Date.now() + 1000 * Number(clock.dataset.left);
  }
  function count() {
    for (const clock of document.querySelectorAll("[data-left]")) {
      const left = Math.max(0, Math.ceil((clock.until - Date.now()) / 1000));
      const text = left >= 60 ? Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0") : left + " s";
      if (clock.textContent !== text) clock.textContent = text;
      clock.classList.toggle("short", left <= 10);
    }
  }

  // ---- sliders beside numbers, and packages
  function liven(root) {
    start(root);
    for (const range of root.querySelectorAll("[data-range]")) {
      const number = root.querySelector("#" + range.dataset.range), form = range.closest("form");
      const mine = form.querySelector("[data-mine]"), rest = form.querySelector("[data-rest]");
      const show = () => {
        const value = number.value === "" ? NaN : Number(number.value);
        if (mine) mine.textContent = Number.isNaN(value) ? "–" : String(value);
        if (rest) rest.textContent = Number.isNaN(value) ? "–" : String(Number((Number(rest.dataset.rest) - value).toPrecision(10)));
      };
      range.addEventListener("input", () => { number.value = range.value; show(); });
      number.addEventListener("input", () => { if (number.value !== "") range.value = number.value; show(); });
      show();
    }
    const sum = root.querySelector("[data-sum]");
    const add = () => {
      let all = 0;
      for (const select of root.querySelectorAll("[data-issue] select")) all += Number(select.selectedOptions[0].dataset.points);
      if (sum) sum.textContent = String(Number(all.toPrecision(10)));
    };
    for (const range of root.querySelectorAll("[data-picks]")) {
      const select = root.querySelector("#" + range.dataset.picks);
      const speak = () => range.setAttribute("aria-valuetext", select.selectedOptions[0].textContent);
      range.addEventListener("input", () => { select.selectedIndex = Number(range.value); speak(); add(); });
      select.addEventListener("change", () => { range.value = select.selectedIndex; speak(); add(); });
      range.value = select.selectedIndex;
      speak();
    }
    if (sum) add();
  }

  // ---- news
  function later(ms) { clearTimeout(waiting); waiting = setTimeout(ask, ms); }
  async function ask() {
    if (!news || sending) return later(pause);
    try {
      const answer = await fetch(news, { cache: "no-store" });
      offline(false);
      if (answer.status === 200) {
        const now = await answer.json();
        for (const part of document.querySelectorAll("[data-counts]")) if (part.textContent !== now.counts) part.textContent = now.counts;
        if (now.stamp !== body.dataset.stamp) await refresh();
      }
      else if (answer.status === 401 || answer.status === 404 || answer.status === 410) { location.reload(); return; }
      pause = answer.status >= 500 || answer.status === 429 ? Math.min(SLOWEST, 2 * pause) : EVERY;
    } catch { offline(true); pause = Math.min(SLOWEST, 1.5 * pause); }
    later(pause * (0.85 + 0.3 * Math.random()));
  }
  async function refresh() {
    const answer = await fetch(location.href, { cache: "no-store", headers: { "x-live": "1" } });
    if (answer.ok && !sending) apply(await answer.text(), answer.url);
  }

  // ---- what the server sent takes the place of what differs
  function busy(part) {
    const at = document.activeElement;
    return part.contains(at) && at.matches("input:not([type=hidden]), select, textarea");
  }
  function apply(text, url) {
    const fresh = new DOMParser().parseFromString(text, "text/html"), other = fresh.body;
    if (other.dataset.news !== news) { location.assign(url); return; }
    body.dataset.stamp = other.dataset.stamp;
    document.title = fresh.title;
    const old = document.querySelector("[data-key]"), now = other.querySelector("[data-key]");
    const same = old && now && old.dataset.key === now.dataset.key;
    if (!same && old && now) {
      const focused = old.contains(document.activeElement);
      old.replaceWith(now);
      liven(now);
      window.scrollTo(0, 0);
      if (focused) document.getElementById("main").focus({ preventScroll: true });
      say(now.dataset.say);
    }
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = other.querySelector('[data-live="' + part.dataset.live + '"]');
      if (next && !part.isSameNode(next) && part.innerHTML !== next.innerHTML && !busy(part)) { part.replaceWith(next); liven(next); }
    }
    count();
  }
  function offline(is) {
    let bar = document.querySelector("[data-offline]");
    if (is && !bar) {
      bar = document.createElement("p");
      bar.className = "note"; bar.dataset.offline = ""; bar.setAttribute("role", "alert");
      bar.textContent = "No connection to the class. This page goes on by itself as soon as there is one.";
      document.getElementById("main").prepend(bar);
    } else if (!is && bar) bar.remove();
  }

  // ---- forms: once, and until they have arrived; the server counts the same answer once however often it comes
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sure && !window.confirm(form.dataset.sure)) { event.preventDefault(); return; }
    if (!form.hasAttribute("data-once")) return;
    if (!news && !sending) { sending = true; return; } // the browser sends it, and leaves the page
    event.preventDefault();
    if (sending) return;
    const data = new URLSearchParams(new FormData(form)), by = event.submitter;
    if (by && by.name) data.set(by.name, by.value);
    for (const control of document.querySelectorAll("[data-once] button")) control.disabled = true;
    sending = true;
    send(form.action, data);
  });
  async function send(way, data) {
    try {
      const answer = await fetch(way, { method: "POST", body: data, headers: { "x-live": "1" } });
      offline(false);
      sending = false;
      apply(await answer.text(), answer.url);
      for (const control of document.querySelectorAll("[data-once] button")) control.disabled = false;
      later(EVERY);
    } catch {
      offline(true);
      setTimeout(() => send(way, data), 1500);
    }
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden && news) later(0); });
  window.addEventListener("online", () => { if (news) later(0); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); else sending = false; });
  liven(document);
  count();
  setInterval(count, 500);
  if (news) later(EVERY);
  if (body.dataset.again) setInterval(() => { refresh().catch(() => offline(true)); }, Number(body.dataset.again));
})();
