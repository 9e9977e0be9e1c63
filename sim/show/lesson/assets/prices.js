// Height of a value in a picture with its rules and their numbers at the left.
function heights(svg, least, most, [width, height, left, right, top, bottom]) {
  const y = (value) => height - bottom - ((value - least) / (most - least)) * (height - top - bottom);
  for (const value of ticks(least, most, 5)) {
    shape(svg, "line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: "rule" });
    shape(svg, "text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, short(value, 6));
  }
  return y;
}

// Prices named to somebody whose value is hidden, as stairs; bars for the values that take each.
function showPrices(data, picture) {
  const holder = document.querySelector("[data-board=prices]");
  if (!picture.stairs.length) {
    holder.textContent = "There is no price at which both would gain.";
    return;
  }
  const width = roomOf(holder);
  const box = [width, 320, 52, 14, 40, 50];
  const [, height, left, right, , bottom] = box;
  const [seller, buyer] = [picture.seller, 1 - picture.seller];
  const [named, taken] = [seller, buyer].map((player) => (player === 0 ? "one" : "two"));
  const rounds = Math.max(...picture.stairs.map(([round]) => round));
  const all = [...picture.stairs.flatMap(([, price, low, high]) => [price, low, high]), picture.once, picture.own];
  const svg = frame(holder, width, height, "stairs");
  const y = heights(svg, Math.min(0, ...all), Math.max(...all) * 1.04 || 1, box);
  const step = (width - left - right) / rounds;
  const x = (round) => left + (round - 0.5) * step;
  labelAbove(svg, data, left, width);
  shape(svg, "line", { x1: left, x2: width - right, y1: y(picture.once), y2: y(picture.once), class: "axis", "stroke-dasharray": "2 4" });
  let before = null;
  for (const [round, price, low, high] of picture.stairs) {
    const bar = Math.min(18, step * 0.5);
    shape(svg, "rect", { x: x(round) - bar / 2, y: y(high), width: bar, height: Math.max(2, y(low) - y(high)), class: `taken ${taken}` });
    shape(svg, "line", { x1: x(round) - step / 2, x2: x(round) + step / 2, y1: y(price), y2: y(price), class: `curve ${named}` });
    if (before !== null) shape(svg, "line", { x1: x(round) - step / 2, x2: x(round) - step / 2, y1: before, y2: y(price), class: `curve thin ${named}` });
    before = y(price);
    if (step > 44) shape(svg, "text", { x: x(round), y: y(price) + 16, "text-anchor": "middle", class: `label ${named}` }, short(price, 4));
    if ((round - 1) % Math.max(1, Math.ceil(24 / step)) === 0) shape(svg, "text", { x: x(round), y: height - bottom + 18, "text-anchor": "middle" }, String(round));
  }
  shape(svg, "text", { x: (left + width - right) / 2, y: height - 8, "text-anchor": "middle", class: "name" }, "round, as long as prices are refused");
  const words = picture.stairs.slice(0, 12).map(([round, price, low, high, chance]) => `round ${round}: ${amount(price)}, taken with a value from ${amount(low)} to ${amount(high)}, chance ${short(chance, 4)}`);
  svg.setAttribute("aria-label", `Prices of ${data.players[seller]}, as long as they are refused. ${words.join("; ")}. One price for good would be ${amount(picture.once)}.`);
}

// What both can get by the round in which they agree, over all equilibria.
function showRanges(data, picture) {
  const holder = document.querySelector("[data-board=ranges]");
  const width = roomOf(holder);
  const box = [width, 320, 52, 14, 40, 50];
  const [, height, left, right, , bottom] = box;
  const all = picture.ranges.flatMap(([, one, two]) => [...one, ...two]);
  const svg = frame(holder, width, height, "stairs");
  const y = heights(svg, Math.min(0, ...all), Math.max(picture.most, ...all), box);
  const step = (width - left - right) / picture.ranges.length;
  labelAbove(svg, data, left, width);
  const words = [];
  picture.ranges.forEach(([round, ...sides], k) => {
    const middle = left + (k + 0.5) * step;
    const bar = Math.min(22, step * 0.22);
    const name = round ? `round ${round}` : "no agreement";
    sides.forEach(([low, high], player) => {
      const at = middle + (player ? 0.2 : -0.2) * step;
      shape(svg, "rect", { x: at - bar / 2, y: y(high), width: bar, height: Math.max(3, y(low) - y(high)), class: `taken ${player ? "two" : "one"}` });
    });
    if (step > 60 || k % Math.ceil(60 / step) === 0) shape(svg, "text", { x: middle, y: height - bottom + 18, "text-anchor": "middle" }, step > 90 || !round ? name : String(round));
    words.push(`${name}: ${data.players.map((player, n) => `${player} ${amount(sides[n][0])} to ${amount(sides[n][1])}`).join(", ")}`);
  });
  shape(svg, "text", { x: (left + width - right) / 2, y: height - 8, "text-anchor": "middle", class: "name" }, "round in which they agree");
  svg.setAttribute("aria-label", `What both can get over all equilibria. ${words.join("; ")}.`);
}
