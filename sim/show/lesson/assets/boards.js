// The game on the page as a table, and the choice among the equilibria of a point. A choice of -1 is for all of them.

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
  const played = picture.played[chosen];
  for (const head of table.querySelectorAll("[data-mix]")) {
    const [player, k] = head.dataset.mix.split(",").map(Number);
    const chance = played ? played[player][k] : 0;
    const badge = head.querySelector(".mix");
    badge.textContent = played ? percent(chance) : "";
    badge.hidden = !played;
    badge.style.setProperty("--chance", chance);
    head.classList.toggle("played", chance > 0);
  }
}

// A choice among several equilibria of one point, none of which is chosen at first.
function showChoices(data, curves, chosen, choose) {
  const holder = document.querySelector("[data-board=equilibria]");
  if (!holder) return;
  const held = holder.contains(document.activeElement);
  holder.replaceChildren();
  if (curves.length < 2) return;
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = `${curves.length} ${data.several[0]}`;
  const told = document.createElement("p");
  told.className = "hint";
  told.textContent = data.several[1];
  group.append(legend, told);
  [-1, ...curves.keys()].forEach((k) => {
    const label = document.createElement("label");
    const button = document.createElement("input");
    Object.assign(button, { type: "radio", name: "equilibrium", value: String(k), checked: k === chosen });
    button.addEventListener("change", () => choose(k));
    const paid = k < 0 ? "" : data.players.map((name, player) => `${name} ${amount(curves[k].payoffs[player])}`).join(", ");
    label.append(button, k < 0 ? " All of them" : ` ${curves[k].name || `equilibrium ${k + 1}`} (${paid})`);
    group.append(label);
    if (k === chosen && held) setTimeout(() => button.focus());
  });
  holder.append(group);
}

// The place of the chosen equilibrium among those of another point: the one in which the same is played.
function placeOf(curves, choice) {
  if (curves.length === 1) return 0;
  if (choice === null) return -1;
  const alike = curves.flatMap((curve, k) => (curve.key === choice.key ? [k] : []));
  return alike[choice.nth] ?? alike[0] ?? -1;
}

function choiceOf(curves, k) {
  return k < 0 ? null : { key: curves[k].key, nth: curves.slice(0, k).filter((curve) => curve.key === curves[k].key).length };
}
