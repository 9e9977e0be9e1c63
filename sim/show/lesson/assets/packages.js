// What packages pay both sides: the same axes at every point, so that what moves is the packages.

const packageSize = { width: 560, height: 430, left: 54, right: 14, top: 14, bottom: 46 };

function packageRanges(data) {
  const seen = data.points.filter((point) => point.picture?.kind === "packages").map((point) => point.picture);
  return [0, 1].map((side) => {
    let low = Infinity;
    let high = -Infinity;
    for (const picture of seen) {
      for (const at of [...picture.dots, ...picture.frontier, picture.floor]) {
        low = Math.min(low, at[side]);
        high = Math.max(high, at[side]);
      }
    }
    const room = (high - low || 1) * 0.05;
    return [low - room, high + room];
  });
}

function showPackages(data, picture) {
  const holder = document.querySelector("[data-board=packages]");
  if (!holder) return;
  holder.replaceChildren();
  const { width, height, left, right, top, bottom } = packageSize;
  const [across, up] = (data.packageRanges ??= packageRanges(data));
  const x = (value) => left + ((value - across[0]) / (across[1] - across[0])) * (width - left - right);
  const y = (value) => height - bottom - ((value - up[0]) / (up[1] - up[0])) * (height - top - bottom);
  const svg = shape(holder, "svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "chart" });
  const floor = height - bottom;
  for (const value of ticks(across[0], across[1], 6)) {
    shape(svg, "line", { x1: x(value), x2: x(value), y1: top, y2: floor, class: "rule" });
    shape(svg, "text", { x: x(value), y: floor + 16, "text-anchor": "middle" }, short(value, 6));
  }
  for (const value of ticks(up[0], up[1], 5)) {
    shape(svg, "line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: "rule" });
    shape(svg, "text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, short(value, 6));
  }
  shape(svg, "line", { x1: left, x2: width - right, y1: floor, y2: floor, class: "axis" });
  shape(svg, "line", { x1: left, x2: left, y1: top, y2: floor, class: "axis" });
  shape(svg, "line", { x1: x(picture.floor[0]), x2: x(picture.floor[0]), y1: top, y2: floor, class: "away one" });
  shape(svg, "line", { x1: left, x2: width - right, y1: y(picture.floor[1]), y2: y(picture.floor[1]), class: "away two" });
  for (const at of picture.dots) shape(svg, "circle", { cx: x(at[0]), cy: y(at[1]), r: 2.2, class: "package" });
  for (const at of picture.frontier) shape(svg, "circle", { cx: x(at[0]), cy: y(at[1]), r: 3.4, class: "package best" });
  picture.picked.forEach(([name, one, two]) => {
    shape(svg, "circle", { cx: x(one), cy: y(two), r: 8, class: "current" });
    const end = x(one) > width / 2;
    shape(svg, "text", { x: x(one) + (end ? -12 : 12), y: y(two) - 8, "text-anchor": end ? "end" : "start", class: "strong over" }, data.texts[name]);
  });
  shape(svg, "text", { x: width - right, y: height - 6, "text-anchor": "end", class: "label one" }, `${data.players[0]}: points`);
  shape(svg, "text", { x: 4, y: 12, class: "label two" }, `${data.players[1]}: points`);
  const told = picture.picked.map(
    ([name, one, two]) => `${data.texts[name]}: ${data.players[0]} ${short(one, 6)}, ${data.players[1]} ${short(two, 6)}`,
  );
  svg.setAttribute("aria-label", told.length ? `What is picked: ${told.join("; ")}.` : "Nothing is picked.");
  const note = document.createElement("p");
  note.className = "hint";
  note.textContent = data.texts[picture.note];
  holder.append(note);
}
