// Pictures that are drawn of data alone: offers round by round, packages, and best replies of many actions.

// What would be agreed on in each round: a stair for each side, with who makes the offer below it.
function showOffers(data, picture) {
  const holder = document.querySelector("[data-board=offers]");
  if (!picture.stairs.some(([, , pays]) => pays)) {
    holder.textContent = "In no round is there an offer that would be accepted.";
    return;
  }
  const width = roomOf(holder);
  const [height, left, right, top, bottom] = [320, 52, 14, 40, 66];
  const rounds = Math.max(...picture.stairs.map(([round]) => round));
  const all = picture.stairs.flatMap(([, , pays]) => pays ?? []);
  const [least, most] = [Math.min(0, ...all), Math.max(...all) * 1.04 || 1];
  const step = (width - left - right) / rounds;
  const x = (round) => left + (round - 0.5) * step;
  const y = (value) => height - bottom - ((value - least) / (most - least)) * (height - top - bottom);
  const svg = frame(holder, width, height, "stairs");
  for (const value of ticks(least, most, 5)) {
    shape(svg, "line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: "rule" });
    shape(svg, "text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, short(value, 6));
  }
  labelAbove(svg, data, left, width);
  const single = picture.stairs.every(([, , , chance]) => chance === 1);
  if (picture.agreed) shape(svg, "rect", { x: x(picture.agreed) - step / 2, y: top - 8, width: step, height: height - top - bottom + 8, class: "band" });
  [0, 1].forEach((player) => {
    const side = player === 0 ? "one" : "two";
    let before = null;
    for (const [round, proposer, pays] of picture.stairs) {
      if (!pays) {
        before = null;
        continue;
      }
      const height = y(pays[player]);
      shape(svg, "line", { x1: x(round) - step / 2, x2: x(round) + step / 2, y1: height, y2: height, class: `curve ${side}`, "stroke-dasharray": player ? "7 3" : "" });
      if (before !== null && single) shape(svg, "line", { x1: x(round) - step / 2, x2: x(round) - step / 2, y1: before, y2: height, class: `curve thin ${side}` });
      before = height;
      if (step > 12) shape(svg, player === 0 ? "circle" : "rect", { ...(player === 0 ? { cx: x(round), cy: height, r: 4.5 } : { x: x(round) - 4, y: height - 4, width: 8, height: 8 }), class: `step ${side} ${round === picture.agreed ? "full" : ""}` });
      if (round === picture.agreed && single) shape(svg, "text", { x: Math.max(x(round), left + 24), y: height - 9, "text-anchor": "middle", class: `label ${side}` }, amount(pays[player]));
    }
  });
  const every = Math.max(1, Math.ceil(24 / step));
  const told = new Set();
  for (const [round, proposer] of picture.stairs) {
    if (told.has(round)) continue;
    told.add(round);
    const drawn = picture.stairs.filter(([other]) => other === round);
    const sides = new Set(drawn.map(([, who]) => who));
    const side = sides.size > 1 ? "" : proposer === 0 ? "one" : "two";
    if (step > 8) shape(svg, "text", { x: x(round), y: height - bottom + 16, "text-anchor": "middle", class: `small strong ${side}` }, sides.size > 1 ? "±" : proposer === 0 ? "●" : "■");
    if ((round - 1) % every === 0) shape(svg, "text", { x: x(round), y: height - bottom + 32, "text-anchor": "middle" }, String(round));
  }
  const note = picture.endless ? "round, and so on; above: whose offer" : "round; above: whose offer";
  shape(svg, "text", { x: (left + width - right) / 2, y: height - 8, "text-anchor": "middle", class: "name" }, note);
  const words = picture.stairs.slice(0, 12).map(([round, who, pays]) => pays ? `round ${round}, offer of ${data.players[who]}: ${data.players.map((name, k) => `${name} ${amount(pays[k])}`).join(", ")}` : `round ${round}: no offer that is accepted`);
  svg.setAttribute("aria-label", `What would be agreed on round by round. ${words.join("; ")}. ${picture.agreed ? `They agree in round ${picture.agreed}.` : "They do not agree."}`);
}

// What packages pay both: those that no other improves for both, walking away, and what solutions pick.
function showPackages(data, picture, curve) {
  const holder = document.querySelector("[data-board=packages]");
  const width = roomOf(holder, 560);
  const [height, left, right, top, bottom] = [Math.min(width, 400), 46, 12, 14, 44];
  const points = [...picture.dots, ...picture.frontier, picture.floor, ...picture.picked.map(([, ...pays]) => pays)];
  const range = (k) => {
    const values = points.map((pays) => pays[k]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = (high - low || Math.abs(high) || 1) * 0.08;
    return [low - room, high + room];
  };
  const [across, up] = [range(0), range(1)];
  const x = (value) => left + ((value - across[0]) / (across[1] - across[0])) * (width - left - right);
  const y = (value) => height - bottom - ((value - up[0]) / (up[1] - up[0])) * (height - top - bottom);
  const svg = frame(holder, width, height, "packages");
  shape(svg, "rect", { x: x(picture.floor[0]), y: top, width: Math.max(0, width - right - x(picture.floor[0])), height: Math.max(0, y(picture.floor[1]) - top), class: "band" });
  for (const value of ticks(...across, 5)) {
    shape(svg, "line", { x1: x(value), x2: x(value), y1: top, y2: height - bottom, class: "rule" });
    shape(svg, "text", { x: x(value), y: height - bottom + 18, "text-anchor": "middle" }, short(value, 6));
  }
  for (const value of ticks(...up, 5)) {
    shape(svg, "line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: "rule" });
    shape(svg, "text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, short(value, 6));
  }
  shape(svg, "text", { x: width - right, y: height - 6, "text-anchor": "end", class: "label one" }, `${clipped(data.players[0], 24)} →`);
  shape(svg, "text", { x: left + 6, y: top + 10, class: "label two" }, `↑ ${clipped(data.players[1], 24)}`);
  for (const pays of picture.dots) shape(svg, "circle", { cx: x(pays[0]), cy: y(pays[1]), r: 1.8, class: "package" });
  for (const pays of picture.frontier) shape(svg, "circle", { cx: x(pays[0]), cy: y(pays[1]), r: 3, class: "state visited" });
  const [fx, fy] = [x(picture.floor[0]), y(picture.floor[1])];
  shape(svg, "line", { x1: fx, x2: fx, y1: top, y2: height - bottom, class: "away one" });
  shape(svg, "line", { x1: left, x2: width - right, y1: fy, y2: fy, class: "away two" });
  shape(svg, "path", { d: `M${fx - 5} ${fy - 5}L${fx + 5} ${fy + 5}M${fx - 5} ${fy + 5}L${fx + 5} ${fy - 5}`, class: "axis" });
  shape(svg, "text", { x: Math.min(fx + 8, width - right - 84), y: fy + 15, class: "small" }, "walking away");
  const near = (pays) => curve.payoffs.every((value, k) => Math.abs(value - pays[k]) <= 1e-4 * Math.max(1, Math.abs(value)));
  const places = picture.picked.map(([name, ...pays]) => ({ pays, names: [data.texts[name]], chosen: curve === null || near(pays) }));
  const taken = [];
  for (const { pays, names, chosen: strong } of [...places].sort((a, b) => b.pays[1] - a.pays[1])) {
    const [px, py] = [x(pays[0]), y(pays[1])];
    shape(svg, "circle", { cx: px, cy: py, r: 8, class: `current ${strong ? "" : "faint"}` });
    const text = names.join(", ");
    const end = px > (left + width) / 2;
    let at = py - 12;
    while (taken.some((other) => Math.abs(other - at) < 15)) at += 15;
    taken.push(at);
    shape(svg, "text", { x: end ? Math.max(px - 12, left + 7.2 * text.length) : Math.min(px + 12, width - right - 7.2 * text.length), y: at, "text-anchor": end ? "end" : "start", class: `small strong ${strong ? "" : "quiet"}` }, text);
  }
  const words = places.map(({ pays, names }) => `${names.join(" and ")}: ${data.players.map((name, k) => `${name} ${amount(pays[k])}`).join(", ")}`);
  svg.setAttribute("aria-label", `What packages pay. Walking away: ${data.players.map((name, k) => `${name} ${amount(picture.floor[k])}`).join(", ")}. ${words.join("; ") || "There is no room for a deal"}.`);
}

// Best replies of both sides, and where they meet.
function showReplies(data, picture, chosen) {
  const holder = document.querySelector("[data-board=replies]");
  const width = roomOf(holder, 560);
  const [height, left, right, top, bottom] = [Math.min(width, 420), 54, 14, 36, 48];
  const counts = data.actions.map((actions) => actions.length);
  const x = (k) => left + (k / Math.max(counts[0] - 1, 1)) * (width - left - right);
  const y = (k) => height - bottom - (k / Math.max(counts[1] - 1, 1)) * (height - top - bottom);
  const svg = frame(holder, width, height, "replies");
  const some = (count, most) => [...new Set(Array.from({ length: most }, (_, k) => Math.round((k * (count - 1)) / (most - 1))))];
  for (const k of some(counts[0], width < NARROW ? 4 : 6)) {
    shape(svg, "line", { x1: x(k), x2: x(k), y1: top, y2: height - bottom, class: "rule" });
    shape(svg, "text", { x: x(k), y: height - bottom + 18, "text-anchor": k === counts[0] - 1 ? "end" : "middle" }, clipped(data.actions[0][k], 9));
  }
  for (const k of some(counts[1], 6)) {
    shape(svg, "line", { x1: left, x2: width - right, y1: y(k), y2: y(k), class: "rule" });
    shape(svg, "text", { x: left - 6, y: y(k) + 4, "text-anchor": "end" }, clipped(data.actions[1][k], 7));
  }
  shape(svg, "text", { x: width - right, y: height - 6, "text-anchor": "end", class: "label one" }, `${clipped(data.axes[0], 36)} →`);
  shape(svg, "text", { x: 4, y: 16, class: "label two" }, `↑ ${clipped(data.axes[1], 36)}`);
  const runs = (side) => picture.replies[side].map((reply) => (Array.isArray(reply) ? reply : [reply, reply]));
  runs(0).forEach(([a, b], k) => shape(svg, "line", { x1: x(a) - 1.6, x2: x(b) + 1.6, y1: y(k), y2: y(k), class: "reply one" }));
  runs(1).forEach(([a, b], k) => shape(svg, "line", { x1: x(k), x2: x(k), y1: y(a) + 1.6, y2: y(b) - 1.6, class: "reply two" }));
  const met = [];
  picture.played.forEach((plans, c) => {
    if (isFaint(c, chosen)) return;
    for (const [i, one] of plans[0]) for (const [j, two] of plans[1]) shape(svg, "circle", { cx: x(i), cy: y(j), r: 4 + 5 * Math.sqrt(one * two), class: "current" });
    met.push(plans.map((plan, player) => `${data.players[player]} ${plan.slice(0, 3).map(([k, chance]) => `${data.actions[player][k]}${chance < 1 ? ` (${percent(chance)})` : ""}`).join(", ")}${plan.length > 3 ? " …" : ""}`).join("; "));
  });
  svg.setAttribute("aria-label", `Best replies of both sides. In equilibrium: ${met.join(" / ") || "none is shown"}.`);
}
