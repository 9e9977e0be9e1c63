// The game on the page: each kind of board shows what is played at a point.

function showMatrix(data, picture, chosen) {
  const table = document.querySelector("[data-board=matrix]");
  const cells = picture.cells;
  const best = (i, j, player) => {
    const rivals = player === 0 ? cells.map((row) => row[j][0]) : cells[i].map((cell) => cell[1]);
    return cells[i][j][player] === Math.max(...rivals);
  };
  for (const cell of table.querySelectorAll("[data-cell]")) {
    const [i, j] = cell.dataset.cell.split(",").map(Number);
    const stars = [0, 1].map((player) => best(i, j, player));
    ["one", "two"].forEach((side, player) => {
      const star = document.createElement("span");
      star.className = "star";
      star.textContent = stars[player] ? "*" : "";
      cell.querySelector(`.${side}`).replaceChildren(short(cells[i][j][player]), star);
    });
    cell.classList.toggle("equilibrium", stars[0] && stars[1]);
    cell.querySelector(".mark").textContent = stars[0] && stars[1] ? "equilibrium" : "";
  }
  const played = picture.played[chosen] ?? picture.played[0];
  for (const head of table.querySelectorAll("[data-mix]")) {
    const [player, k] = head.dataset.mix.split(",").map(Number);
    const chance = played ? played[player][k] : 0;
    const badge = head.querySelector(".mix");
    badge.textContent = played ? percent(chance) : "";
    badge.style.setProperty("--chance", chance);
    head.classList.toggle("played", chance > 0);
  }
}

function showTree(picture, chosen) {
  const plays = picture.plays[chosen] ?? picture.plays[0] ?? {};
  const reached = picture.reached[chosen] ?? picture.reached[0] ?? [];
  for (const move of document.querySelectorAll("[data-place]")) {
    const chance = plays[move.dataset.place]?.[move.dataset.action] ?? 0;
    const known = reached.includes(move.dataset.place);
    move.classList.toggle("played", chance > 0 && known);
    move.classList.toggle("planned", chance > 0 && !known);
    move.querySelector(".said").textContent = chance === 0 ? "" : known ? "played: " : "planned: ";
    move.querySelector(".mix").textContent = chance > 0 && chance < 1 ? ` ${percent(chance)}` : "";
  }
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

function showShares(data, picture) {
  const holder = document.querySelector("[data-board=shares]");
  holder.replaceChildren();
  const rows = picture.path;
  if (!rows.length) {
    holder.textContent = "No offer is accepted.";
    return;
  }
  const svg = shape(holder, "svg", { viewBox: `0 0 560 ${rows.length * 54 + 8}`, role: "img", class: "bars" });
  rows.forEach((row, k) => {
    const total = row.shares[0] + row.shares[1] || 1;
    const split = 70 + (480 * row.shares[0]) / total;
    shape(svg, "text", { x: 0, y: k * 54 + 36 }, `round ${row.round}`);
    shape(svg, "rect", { x: 70, y: k * 54 + 10, width: split - 70, height: 40, class: "fill one" });
    shape(svg, "rect", { x: split, y: k * 54 + 10, width: 550 - split, height: 40, class: "fill two" });
    shape(svg, "text", { x: 80, y: k * 54 + 36, class: "on" }, `${data.players[0]} ${amount(row.shares[0])}`);
    shape(svg, "text", { x: 540, y: k * 54 + 36, "text-anchor": "end", class: "on" }, `${data.players[1]} ${amount(row.shares[1])}`);
  });
  const told = rows.map((row) => `round ${row.round}: ${data.players.map((name, k) => `${name} ${amount(row.shares[k])}`).join(", ")}`);
  svg.setAttribute("aria-label", told.length ? `How the surplus is shared: ${told.join("; ")}.` : "No share is agreed on.");
}

// A choice among several equilibria of one point; nothing to choose where there is one.
function showChoices(data, curves, chosen, choose) {
  const holder = document.querySelector("[data-board=equilibria]");
  if (!holder) return;
  const held = holder.contains(document.activeElement);
  holder.replaceChildren();
  if (curves.length < 2) return;
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = `${curves.length} equilibria: show`;
  group.append(legend);
  curves.forEach((curve, k) => {
    const label = document.createElement("label");
    const button = document.createElement("input");
    Object.assign(button, { type: "radio", name: "equilibrium", value: String(k), checked: k === chosen });
    button.addEventListener("change", () => choose(k));
    const paid = data.players.map((name, player) => `${name} ${amount(curve.payoffs[player])}`).join(", ");
    label.append(button, ` ${k + 1}. ${curve.name} (${paid})`);
    group.append(label);
    if (k === chosen && held) setTimeout(() => button.focus());
  });
  holder.append(group);
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
