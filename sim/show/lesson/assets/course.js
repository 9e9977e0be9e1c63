// A concession game: the lattice of steps with the likeliest course on it, and its rounds one by one.

const course = { round: 0 };

function showCourse(data, picture) {
  const holder = document.querySelector("[data-board=course]");
  course.round = Math.min(course.round, picture.rounds.length - 1);
  fillRounds(data, holder, picture);
  drawLattice(data, holder.querySelector(".lattice"), picture);
  const stepper = holder.querySelector(".stepper");
  stepper.hidden = false;
  const round = picture.rounds[course.round];
  const acts = round.acts.map(([who, , told]) => `${data.players[who]} ${told}`).join("; ");
  holder.querySelector(".now").textContent = `Round ${round.round}: ${acts}.`;
  for (const button of stepper.querySelectorAll("[data-step]")) {
    const next = course.round + Number(button.dataset.step);
    button.disabled = next < 0 || next >= picture.rounds.length;
    button.onclick = () => {
      course.round = next;
      showCourse(data, picture);
      if (button.disabled) stepper.querySelector("button:not(:disabled)")?.focus();
    };
  }
}

function fillRounds(data, holder, picture) {
  const body = holder.querySelector("tbody");
  body.replaceChildren(
    ...picture.rounds.map((round, k) => {
      const row = document.createElement("tr");
      row.classList.toggle("current", k === course.round);
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = round.round;
      const acts = document.createElement("td");
      acts.className = "words";
      acts.textContent = round.acts.map(([who, , told]) => `${data.players[who]} ${told}`).join("; ");
      const pays = round.pays.map((value, player) => {
        const cell = document.createElement("td");
        cell.textContent = amount(value);
        cell.dataset.label = data.players[player];
        return cell;
      });
      row.append(head, acts, ...pays);
      return row;
    }),
  );
}

// Words in lines of at most some letters.
function lines(text, width) {
  const found = [""];
  for (const word of text.split(" ")) {
    if (found.at(-1) && found.at(-1).length + word.length >= width) found.push("");
    found[found.length - 1] += (found.at(-1) ? " " : "") + word;
  }
  return found.length > 3 ? [...found.slice(0, 2), `${found[2]} …`] : found;
}

function drawLattice(data, holder, picture) {
  const [wide, high] = data.ladders.map((ladder) => ladder.length);
  const room = roomOf(holder, 760);
  const narrow = room < 150 + wide * 100 + 60;
  const [left, bottom, top, right] = narrow ? [42, 46, 46, 46] : [150, 90, 46, 60];
  const stepX = Math.min(118, (room - left - right) / Math.max(wide, 1));
  const stepY = high > 3 ? 62 : 78;
  const [width, height] = [Math.max(left + wide * stepX + right, narrow ? 260 : 0), top + high * stepY + bottom];
  const x = (k) => left + k * stepX;
  const y = (k) => height - bottom - k * stepY;
  const svg = frame(holder, width, height, "map");
  for (let k = 0; k <= wide; k += 1) shape(svg, "line", { x1: x(k), x2: x(k), y1: y(0), y2: y(high), class: "rule" });
  for (let k = 0; k <= high; k += 1) shape(svg, "line", { x1: x(0), x2: x(wide), y1: y(k), y2: y(k), class: "rule" });
  // Where there is no room for the names of the steps their numbers stand at the edges, and the names below.
  const names = data.ladders.map((ladder) => (narrow ? ["0", ...ladder.map((_, k) => `+${k + 1}`)] : ["no step", ...ladder.map((name) => `+ ${name}`)]));
  names[0].forEach((told, k) =>
    lines(told, 17).forEach((line, n) =>
      shape(svg, "text", { x: x(k), y: y(0) + 26 + 14 * n, "text-anchor": "middle", class: "small one" }, line)),
  );
  names[1].forEach((told, k) => {
    const parts = lines(told, 20);
    parts.forEach((line, n) =>
      shape(svg, "text", { x: left - 22, y: y(k) + 4 + 14 * (n - (parts.length - 1) / 2), "text-anchor": "end", class: "small two" }, line));
  });
  shape(svg, "text", { x: width - 6, y: height - 6, "text-anchor": "end", class: "small strong one" }, `Steps of ${clipped(data.players[0], 28)} →`);
  shape(svg, "text", { x: 6, y: 14, class: "small strong two" }, `Steps of ${clipped(data.players[1], 28)} ↑`);
  const place = (standing) => [standing[0].length, standing[1].length];
  const visited = new Map();
  const moves = new Map();
  for (const round of picture.rounds) {
    const from = place(round.at).join();
    const to = round.to === null ? null : place(round.to).join();
    visited.set(from, visited.get(from) ?? []);
    if (to !== null) visited.set(to, visited.get(to) ?? []);
    if (to === null || to === from) visited.get(from).push(round.round);
    else moves.set(`${from}>${to}`, [...(moves.get(`${from}>${to}`) ?? []), round.round]);
  }
  for (let i = 0; i <= wide; i += 1)
    for (let j = 0; j <= high; j += 1) shape(svg, "circle", { cx: x(i), cy: y(j), r: 5, class: "state" });
  for (const [move, rounds] of moves) {
    const [from, to] = move.split(">").map((side) => side.split(",").map(Number));
    const bend = moves.has(`${to.join()}>${from.join()}`) ? 13 : 0;
    arrow(svg, [x(from[0]), y(from[1])], [x(to[0]), y(to[1])], bend, spans(rounds));
  }
  for (const [at, rounds] of visited) {
    const [i, j] = at.split(",").map(Number);
    const whole = i === wide && j === high;
    if (whole) shape(svg, "rect", { x: x(i) - 9, y: y(j) - 9, width: 18, height: 18, class: "state visited" });
    else shape(svg, "circle", { cx: x(i), cy: y(j), r: 8, class: "state visited" });
    if (rounds.length) {
      const told = `${whole ? "kept" : picture.rounds.at(-1).to === null && rounds.at(-1) === picture.rounds.at(-1).round ? "ends" : "stays"} ${spans(rounds)}`;
      const edge = i === wide && wide > 0;
      shape(svg, "text", { x: x(i) + (edge ? -14 : 12), y: y(j) - 13, "text-anchor": edge ? "end" : "start", class: "small" }, told);
    }
  }
  const [i, j] = place(picture.rounds[course.round].at);
  shape(svg, "circle", { cx: x(i), cy: y(j), r: 14, class: "current" });
  const told = picture.rounds.map((round) => `round ${round.round}, ${place(round.at).join(" and ")} steps stand`).join("; ");
  if (narrow) nameSteps(data, holder);
  svg.setAttribute("aria-label", `Lattice of steps: ${data.players[0]} to the right, ${data.players[1]} upwards. The course: ${told}.`);
}

function nameSteps(data, holder) {
  data.ladders.forEach((ladder, player) => {
    const told = document.createElement("p");
    told.className = `hint ${player === 0 ? "one" : "two"}`;
    told.textContent = `${data.players[player]}: ${ladder.map((name, k) => `+${k + 1} ${name}`).join(", ") || "no steps"}`;
    holder.append(told);
  });
}

function arrow(svg, from, to, bend, label) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const middle = [(from[0] + to[0]) / 2 - uy * bend * 2, (from[1] + to[1]) / 2 + ux * bend * 2];
  const start = [from[0] + ux * 11, from[1] + uy * 11];
  const end = [to[0] - ux * 16, to[1] - uy * 16];
  shape(svg, "path", { d: `M${start} Q${middle} ${end}`, class: "move" });
  const [ax, ay] = [end[0] - middle[0], end[1] - middle[1]];
  const size = Math.hypot(ax, ay) || 1;
  const [vx, vy] = [ax / size, ay / size];
  const tip = [end[0] + vx * 6, end[1] + vy * 6];
  const wings = [1, -1].map((side) => [end[0] - vx * 5 - vy * 6 * side, end[1] - vy * 5 + vx * 6 * side]);
  shape(svg, "polygon", { points: [tip, ...wings].map((p) => p.join()).join(" "), class: "head" });
  const at = [(start[0] + 2 * middle[0] + end[0]) / 4, (start[1] + 2 * middle[1] + end[1]) / 4];
  shape(svg, "rect", { x: at[0] - 5 - label.length * 3.6, y: at[1] - 10, width: 10 + label.length * 7.2, height: 20, rx: 5, class: "tag" });
  shape(svg, "text", { x: at[0], y: at[1] + 4.5, "text-anchor": "middle", class: "small strong" }, label);
}

// Rounds in words: 3, 4, 5 and 9 are "3–5, 9".
function spans(rounds) {
  const found = [];
  for (const round of rounds) {
    const last = found.at(-1);
    if (last && last[1] === round - 1) last[1] = round;
    else found.push([round, round]);
  }
  const told = found.map(([low, high]) => (low === high ? `${low}` : `${low}–${high}`));
  return told.length > 4 ? `${told.slice(0, 3).join(", ")} …` : told.join(", ");
}
