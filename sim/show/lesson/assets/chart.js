// Numbers along one slider, drawn as SVG for the width that there is: payoffs, or chances of actions.

const SVG = "http://www.w3.org/2000/svg";
const DASHES = ["", "7 4", "2 4", "10 3 2 3"];
const NARROW = 440; // pixels of a picture below which words move above or below it

function shape(parent, name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

// Pixels across that a picture may take: those of its holder, so that its letters keep their size.
function roomOf(holder, most = 620) {
  return Math.max(240, Math.min(most, Math.floor(holder.clientWidth || 560)));
}

function frame(holder, width, height, name) {
  holder.replaceChildren();
  return shape(holder, "svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", class: name });
}

function payoffRange(data) {
  const all = data.points.flatMap((point) => (point.curves ?? []).flatMap((curve) => curve.payoffs));
  const low = Math.min(...all);
  const high = Math.max(...all);
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

// Round numbers that cover a range.
function ticks(low, high, wanted) {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((size) => size >= rough);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high + 1e-12; k += 1) found.push(k * step);
  return found;
}

const isFaint = (c, chosen) => (chosen < 0 || c === chosen ? "" : "faint");

// Lines of a view along a slider. A view has a range, `tell` for its numbers, `lines(point, c)` for the lines of
// equilibrium c, each with a side, a dash and a value, and `words` for who cannot see it.
function drawChart(holder, data, axis, position, known, chosen, view) {
  const width = roomOf(holder);
  const narrow = width < NARROW;
  const slider = data.sliders[axis];
  const [least, most] = view.range;
  const marks = ticks(least, most, 5);
  const left = Math.max(48, 14 + 7.8 * Math.max(...marks.map((value) => view.tell(value).length)));
  const [height, right, top, bottom] = [narrow ? 260 : 320, narrow ? 12 : 118, 16 + (narrow ? 20 : 0), 50];
  const [first, last] = [slider.values[0], slider.values.at(-1)];
  const x = (value) => left + ((value - first) / (last - first)) * (width - left - right);
  const y = (value) => height - bottom - ((value - least) / (most - least)) * (height - top - bottom);
  const svg = frame(holder, width, height, "chart");
  const others = position.map((at, k) => (k === axis ? null : Math.round(at)));
  const line = slider.values.map((_, k) => pointAt(data, others.map((at) => (at === null ? k : at))));

  for (const value of marks) {
    shape(svg, "line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: "rule" });
    shape(svg, "text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, view.tell(value));
  }
  nameAxis(svg, slider, x, left, width - right, height - bottom);
  let changes = 0;
  for (let k = 0; k < line.length; k += 1) {
    const here = line[k];
    if (here.trouble !== undefined) continue;
    const before = k > 0 && line[k - 1].trouble === undefined ? line[k - 1] : null;
    const joined = before !== null && sameKinds([before, here]);
    if (before !== null && !joined) {
      changes += 1;
      const middle = (x(slider.values[k - 1]) + x(slider.values[k])) / 2;
      shape(svg, "line", { x1: middle, x2: middle, y1: top, y2: height - bottom, class: "turn" });
    }
    here.curves.forEach((_, c) => {
      const was = joined ? view.lines(before, c) : [];
      view.lines(here, c).forEach(({ side, dash, value, key }) => {
        const [atX, atY] = [x(slider.values[k]), y(value)];
        const faint = isFaint(c, chosen);
        const start = was.find((old) => old.key === key);
        if (start) shape(svg, "line", { x1: x(slider.values[k - 1]), y1: y(start.value), x2: atX, y2: atY, class: `curve ${side} ${faint}`, "stroke-dasharray": DASHES[dash % DASHES.length] });
        if (side === "one") shape(svg, "circle", { cx: atX, cy: atY, r: 2.6, class: `dot ${side} ${faint}` });
        else shape(svg, "rect", { x: atX - 2.4, y: atY - 2.4, width: 4.8, height: 4.8, class: `dot ${side} ${faint}` });
      });
    });
  }
  if (narrow) labelAbove(svg, data, left, width);
  else labelEnds(svg, data, line, width - right + 10, y, height - bottom, chosen, view);
  mark(svg, slider, position[axis], known, x, y, top, height - bottom, chosen, view);
  const told = view.words(slider, line, changes, others);
  svg.setAttribute("aria-label", told);
  shape(svg, "title", {}, told);
}

function nameAxis(svg, slider, x, left, right, floor) {
  const own = x(slider.values[slider.own]);
  for (const k of new Set([0, slider.own, slider.values.length - 1])) {
    const at = x(slider.values[k]);
    shape(svg, "line", { x1: at, x2: at, y1: floor, y2: floor + 6, class: "axis" });
    const anchor = at < left + 34 ? "start" : at > right - 34 ? "end" : "middle";
    if (k === slider.own || Math.abs(at - own) > 84) shape(svg, "text", { x: at, y: floor + 20, "text-anchor": anchor }, k === slider.own ? `${slider.labels[k]} (file)` : slider.labels[k]);
  }
  shape(svg, "line", { x1: left, x2: right, y1: floor, y2: floor, class: "axis" });
  const room = Math.floor((right - left) / 7.2);
  const name = slider.name.length > room ? `${slider.name.slice(0, room - 1)}…` : slider.name;
  shape(svg, "text", { x: (left + right) / 2, y: floor + 42, "text-anchor": "middle", class: "name" }, name);
}

const clipped = (name, most) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

function labelAbove(svg, data, left, width) {
  data.players.forEach((name, player) => {
    const side = player === 0 ? "one" : "two";
    const at = player === 0 ? { x: left, "text-anchor": "start" } : { x: width - 6, "text-anchor": "end" };
    shape(svg, "text", { ...at, y: 16, class: `label ${side}` }, `${player === 0 ? "●" : "■"} ${clipped(name, 17)}`);
  });
}

// The players' names beside the ends of their lines, moved apart where they would meet.
function labelEnds(svg, data, line, x, y, floor, chosen, view) {
  const last = line.findLast((point) => point.trouble === undefined && point.curves.length > 0);
  if (!last) return;
  const drawn = view.lines(last, Math.min(Math.max(chosen, 0), last.curves.length - 1));
  const heights = ["one", "two"].map((side) => drawn.find((each) => each.side === side)?.value);
  const ends = heights.map((value, player) => y(value ?? view.range[player]));
  if (Math.abs(ends[0] - ends[1]) < 18) {
    const middle = (ends[0] + ends[1]) / 2;
    const up = ends[0] <= ends[1] ? 0 : 1;
    ends[up] = middle - 9;
    ends[1 - up] = middle + 9;
  }
  data.players.forEach((name, player) => {
    const side = player === 0 ? "one" : "two";
    shape(svg, "text", { x, y: Math.min(ends[player] + 4, floor), class: `label ${side}` }, clipped(name, 12));
  });
}

// Where the slider stands: a full mark on a computed point, a hollow diamond between, nothing where it changes.
function mark(svg, slider, at, known, x, y, top, floor, chosen, view) {
  const low = Math.floor(at);
  const value = low === at ? slider.values[low] : slider.values[low] + (at - low) * (slider.values[low + 1] - slider.values[low]);
  const here = x(value);
  shape(svg, "line", { x1: here, x2: here, y1: top, y2: floor, class: known.exact ? "here" : "here between" });
  if (known.trouble || (!known.exact && known.changes)) return;
  const curves = known.exact ? known.nearest.point.curves : known.curves;
  curves.forEach((_, c) => {
    if (isFaint(c, chosen)) return;
    for (const { side, value: told } of view.between(known, c)) {
      const height = y(told);
      if (known.exact && side === "one") shape(svg, "circle", { cx: here, cy: height, r: 7, class: `mark ${side}` });
      else if (known.exact) shape(svg, "rect", { x: here - 4, y: height - 4, width: 8, height: 8, class: `mark ${side}` });
      else shape(svg, "polygon", { points: `${here},${height - 8} ${here + 8},${height} ${here},${height + 8} ${here - 8},${height}`, class: `mark between ${side}` });
    }
  });
}

// The lines of a view at a position: those of the point itself, or weighed between the points around it.
function weighed(lines) {
  return (known, c) => {
    if (known.exact) return lines(known.nearest.point, c);
    return lines(known.nearest.point, c).map((line) => ({
      ...line,
      value: known.corners.reduce((sum, { point, weight }) => sum + weight * (lines(point, c).find(({ key }) => key === line.key)?.value ?? 0), 0),
    }));
  };
}

function payoffView(data, chosen) {
  const lines = (point, c) => point.curves[c].payoffs.map((value, player) => ({ key: player, side: player === 0 ? "one" : "two", dash: c, value }));
  return {
    range: payoffRange(data), tell: (value) => short(value, 6), lines, between: weighed(lines),
    words: (slider, line, changes, others) => chartWords(data, slider, line, changes, others, chosen),
  };
}

// Chances of actions that are mixed somewhere: of two actions of a player the second one alone.
function chancesOf(data, point, c) {
  const picture = point.picture;
  if (picture.kind === "matrix") {
    return (picture.played[c] ?? []).flatMap((plan, player) =>
      plan.map((value, k) => ({ key: `${player},${k}`, player, told: data.actions[player][k], value })).filter((_, k) => plan.length !== 2 || k === 1));
  }
  if (picture.kind !== "tree") return [];
  return Object.entries(picture.plays[c] ?? {}).flatMap(([place, plan]) => {
    const all = Object.entries(plan);
    return all
      .map(([action, value]) => ({ key: `${place}\n${action}`, player: data.owners[place], told: `${action} (${place})`, value }))
      .filter((_, k) => all.length !== 2 || k === 0);
  });
}

// The view of chances along a line, or nothing where none of them is between 0 and 1.
function chanceView(data, line, chosen) {
  const mixed = new Map();
  for (const point of line) {
    (point.curves ?? []).forEach((_, c) => {
      if (isFaint(c, chosen)) return;
      for (const { key, value, told, player } of chancesOf(data, point, c)) if (value > 0 && value < 1) mixed.set(key, { told, player });
    });
  }
  if (mixed.size === 0) return null;
  const keys = [...mixed.keys()];
  const lines = (point, c) => chancesOf(data, point, c).filter(({ key }) => mixed.has(key))
    .map(({ key, player, value }) => ({ key, side: player === 0 ? "one" : "two", dash: keys.indexOf(key), value }));
  const named = [...mixed.values()].map(({ told, player }) => `${data.players[player]}: ${told}`);
  return {
    range: [-0.04, 1.04], tell: percent, lines, between: weighed(lines), mixed,
    words: (slider) => `Chances of actions along ${slider.name}: ${named.join("; ")}.`,
  };
}

function chartWords(data, slider, line, changes, others, chosen) {
  const solved = line.filter((point) => point.trouble === undefined);
  if (solved.length === 0) return `Payoffs along ${slider.name}: no point could be solved.`;
  if (chosen < 0 && solved.some((point) => point.curves.length > 1)) return `Payoffs of all ${data.several[0]} along ${slider.name} from ${slider.labels[0]} to ${slider.labels.at(-1)}.`;
  const ends = data.players.map((name, player) => {
    const paid = (point) => (point.curves.length ? amount((point.curves[chosen] ?? point.curves[0]).payoffs[player]) : "nothing known");
    return `${name} from ${paid(solved[0])} to ${paid(solved.at(-1))}`;
  });
  const rest = others
    .map((at, k) => (at === null ? null : `${data.sliders[k].name} ${data.sliders[k].labels[at]}`))
    .filter((told) => told !== null);
  const held = rest.length ? ` with ${rest.join(" and ")}` : "";
  const turns = changes === 0 ? "what is played stays the same" : `what is played changes ${changes === 1 ? "once" : `${changes} times`}`;
  const several = solved.some((point) => point.curves.length > 1) ? ` in equilibrium ${chosen + 1}` : "";
  return `Payoffs${several} along ${slider.name} from ${slider.labels[0]} to ${slider.labels.at(-1)}${held}: ${ends.join("; ")}; ${turns}.`;
}
