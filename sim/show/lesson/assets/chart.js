// Payoffs along one slider, drawn as SVG.

const SVG = "http://www.w3.org/2000/svg";
const DASHES = ["", "7 4", "2 4", "10 3 2 3"];

function shape(parent, name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
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

function drawChart(holder, data, axis, position, known, chosen) {
  const [width, height, left, right, top, bottom] = [560, 330, 52, 118, 16, 46];
  const slider = data.sliders[axis];
  const [least, most] = payoffRange(data);
  const [first, last] = [slider.values[0], slider.values.at(-1)];
  const x = (value) => left + ((value - first) / (last - first)) * (width - left - right);
  const y = (value) => height - bottom - ((value - least) / (most - least)) * (height - top - bottom);
  holder.replaceChildren();
  const svg = shape(holder, "svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "chart" });
  const others = position.map((at, k) => (k === axis ? null : Math.round(at)));
  const line = slider.values.map((_, k) => pointAt(data, others.map((at) => (at === null ? k : at))));

  for (const value of ticks(least, most, 5)) {
    shape(svg, "line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: "rule" });
    shape(svg, "text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, short(value, 6));
  }
  for (const k of new Set([0, slider.own, slider.values.length - 1])) {
    const anchor = k === 0 ? "start" : k === slider.values.length - 1 ? "end" : "middle";
    const told = k === slider.own ? `${slider.labels[k]} (file)` : slider.labels[k];
    shape(svg, "line", { x1: x(slider.values[k]), x2: x(slider.values[k]), y1: height - bottom, y2: height - bottom + 6, class: "axis" });
    const near = k !== slider.own && Math.abs(x(slider.values[k]) - x(slider.values[slider.own])) < 70;
    if (!near) shape(svg, "text", { x: x(slider.values[k]), y: height - bottom + 20, "text-anchor": anchor }, told);
  }
  shape(svg, "line", { x1: left, x2: width - right, y1: height - bottom, y2: height - bottom, class: "axis" });
  shape(svg, "text", { x: (left + width - right) / 2, y: height - 6, "text-anchor": "middle", class: "name" }, slider.name);

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
    here.curves.forEach((curve, c) => {
      for (const player of [0, 1]) {
        const [atX, atY] = [x(slider.values[k]), y(curve.payoffs[player])];
        const side = player === 0 ? "one" : "two";
        if (joined) {
          const was = before.curves[c].payoffs[player];
          shape(svg, "line", {
            x1: x(slider.values[k - 1]), y1: y(was), x2: atX, y2: atY, class: `curve ${side} ${c === chosen ? "" : "faint"}`, "stroke-dasharray": DASHES[c % DASHES.length],
          });
        }
        if (player === 0) shape(svg, "circle", { cx: atX, cy: atY, r: 2.6, class: `dot ${side} ${c === chosen ? "" : "faint"}` });
        else shape(svg, "rect", { x: atX - 2.4, y: atY - 2.4, width: 4.8, height: 4.8, class: `dot ${side} ${c === chosen ? "" : "faint"}` });
      }
    });
  }
  labelEnds(svg, data, line, width - right + 10, y, height - bottom, chosen);
  mark(svg, slider, position[axis], known, x, y, top, height - bottom, chosen);
  const told = chartWords(data, slider, line, changes, others, chosen);
  svg.setAttribute("aria-label", told);
  shape(svg, "title", {}, told);
}

// The players' names beside the ends of their lines, moved apart where they would meet.
function labelEnds(svg, data, line, x, y, floor, chosen) {
  const last = line.findLast((point) => point.trouble === undefined);
  if (!last) return;
  const shown = last.curves[chosen] ?? last.curves[0];
  const ends = [0, 1].map((player) => y(shown.payoffs[player]));
  if (Math.abs(ends[0] - ends[1]) < 18) {
    const middle = (ends[0] + ends[1]) / 2;
    const up = ends[0] <= ends[1] ? 0 : 1;
    ends[up] = middle - 9;
    ends[1 - up] = middle + 9;
  }
  data.players.forEach((name, player) => {
    const side = player === 0 ? "one" : "two";
    const at = Math.min(ends[player] + 4, floor);
    shape(svg, "text", { x, y: at, class: `label ${side}` }, name.length > 16 ? `${name.slice(0, 15)}…` : name);
  });
}

// Where the slider stands: a full mark on a computed point, a hollow diamond between, nothing where it changes.
function mark(svg, slider, at, known, x, y, top, floor, chosen) {
  const low = Math.floor(at);
  const value = low === at ? slider.values[low] : slider.values[low] + (at - low) * (slider.values[low + 1] - slider.values[low]);
  const here = x(value);
  shape(svg, "line", { x1: here, x2: here, y1: top, y2: floor, class: known.exact ? "here" : "here between" });
  const curves = known.exact && !known.trouble ? known.nearest.point.curves : (known.curves ?? []);
  curves.forEach((curve, c) => {
    if (c !== chosen) return;
    curve.payoffs.forEach((payoff, player) => {
      const side = player === 0 ? "one" : "two";
      if (known.exact) shape(svg, "circle", { cx: here, cy: y(payoff), r: 6.5, class: `mark ${side}` });
      else {
        const height = y(payoff);
        const points = `${here},${height - 8} ${here + 8},${height} ${here},${height + 8} ${here - 8},${height}`;
        shape(svg, "polygon", { points, class: `mark between ${side}` });
      }
    });
  });
}

function chartWords(data, slider, line, changes, others, chosen) {
  const solved = line.filter((point) => point.trouble === undefined);
  if (solved.length === 0) return `Payoffs along ${slider.name}: no point could be solved.`;
  const ends = data.players.map((name, player) => {
    const paid = (point) => amount((point.curves[chosen] ?? point.curves[0]).payoffs[player]);
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
