// The game tree, drawn and as a list that opens.

function showTree(picture, chosen) {
  const shown = chosen < 0 ? picture.plays.map((plays, k) => [plays, picture.reached[k]]) : [[picture.plays[chosen] ?? {}, picture.reached[chosen] ?? []]];
  for (const move of document.querySelectorAll("[data-place]")) {
    const chances = shown.map(([plays]) => plays[move.dataset.place]?.[move.dataset.action] ?? 0);
    const known = shown.map(([, reached]) => reached.includes(move.dataset.place));
    const played = chances.map((chance, k) => chance > 0 && known[k]);
    const all = shown.length > 0 && played.every(Boolean);
    const planned = !played.some(Boolean) && chances.some((chance) => chance > 0);
    const some = !all && played.some(Boolean);
    move.classList.toggle("played", all);
    move.classList.toggle("some", some);
    move.classList.toggle("planned", planned);
    const said = move.querySelector(".said");
    if (said) said.textContent = all ? "played: " : some ? "in some equilibria: " : planned ? "planned: " : "";
    const mix = move.querySelector(".mix");
    if (mix) mix.textContent = shown.length === 1 && chances[0] > 0 && chances[0] < 1 ? ` ${percent(chances[0])}` : "";
  }
  const several = document.querySelector(".key-some");
  if (several) several.hidden = shown.length < 2;
  for (const draw of document.querySelectorAll("[data-draw]")) {
    draw.textContent = short(picture.chances[Number(draw.dataset.draw)]);
  }
  for (const end of document.querySelectorAll("[data-end]")) {
    const pays = picture.ends?.[Number(end.dataset.end)];
    if (!pays) continue;
    ["one", "two"].forEach((side, player) => {
      end.querySelector(`[data-pays=${side}]`).textContent = short(pays[player]);
    });
  }
}

// Keys and clicks in the tree, as the ARIA practices describe them for trees.
function wireTree() {
  const tree = document.querySelector("[data-board=tree]");
  if (!tree) return;
  const items = [...tree.querySelectorAll("[role=treeitem]")];
  const seen = () => items.filter((item) => !item.parentElement.closest("[aria-expanded=false]"));
  const open = (item, wide) => item.hasAttribute("aria-expanded") && item.setAttribute("aria-expanded", String(wide));
  const go = (item) => {
    if (!item) return;
    for (const other of items) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  };
  items[0].tabIndex = 0;
  const board = tree.closest(".treeboard");
  const swap = board.querySelector("[data-as-list]");
  swap?.addEventListener("click", () => {
    const listed = board.classList.toggle("listed");
    swap.setAttribute("aria-pressed", String(listed));
    swap.textContent = listed ? "The tree as a drawing" : "The tree as a list";
  });
  tree.addEventListener("click", (event) => {
    const item = event.target.closest("[role=treeitem]");
    if (!item) return;
    open(item, item.getAttribute("aria-expanded") === "false");
    go(item);
  });
  tree.addEventListener("keydown", (event) => {
    const item = event.target.closest("[role=treeitem]");
    const visible = seen();
    const place = visible.indexOf(item);
    const wide = item.getAttribute("aria-expanded");
    const moves = {
      ArrowDown: () => go(visible[place + 1]),
      ArrowUp: () => go(visible[place - 1]),
      Home: () => go(visible[0]),
      End: () => go(visible.at(-1)),
      ArrowRight: () => (wide === "false" ? open(item, true) : go(item.querySelector("[role=treeitem]"))),
      ArrowLeft: () => (wide === "true" ? open(item, false) : go(item.parentElement.closest("[role=treeitem]"))),
      Enter: () => open(item, wide === "false"),
      " ": () => open(item, wide === "false"),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });
  for (const button of document.querySelectorAll("[data-tree]")) {
    button.addEventListener("click", () => {
      for (const item of items) {
        open(item, button.dataset.tree === "open");
        item.tabIndex = item === items[0] ? 0 : -1; // the one that the Tab key reaches must be in sight
      }
    });
  }
}
