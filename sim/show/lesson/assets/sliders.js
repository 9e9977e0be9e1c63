// What the reader moves: sliders, and what follows them.

const PARTS = 4; // places between two computed points

function wireSliders(data) {
  const state = { at: data.sliders.map((slider) => slider.own), axis: 0, choice: null, home: true };
  const inputs = data.sliders.map((_, k) => document.querySelector(`input[data-slider="${k}"]`));
  const chart = document.querySelector(".payoffs");
  const result = document.querySelector(".result");
  const spoken = document.querySelector(".spoken");
  let waiting = 0;

  const move = (axis, at) => {
    state.axis = axis;
    state.at[axis] = Math.min(Math.max(at, 0), data.shape[axis] - 1);
    update();
  };
  const update = () => {
    const known = lookUp(data, state.at);
    data.sliders.forEach((slider, k) => showSlider(slider, inputs[k], state.at[k]));
    if (!known.trouble) showBoards(data, known.nearest.point, state, update);
    const chosen = known.trouble ? -1 : placeOf(known.nearest.point.curves, state.choice);
    if (chart) showCharts(data, state, known, chosen);
    const words = resultWords(data, known, chosen);
    showResult(result, known, words);
    state.home = showWhy(data, state, state.home);
    clearTimeout(waiting);
    waiting = setTimeout(() => (spoken.textContent = words.join(" ")), 400);
    document.querySelector(".board-note").textContent = known.trouble
      ? "Not solved here; the board shows the point before."
      : known.exact
        ? ""
        : `The board shows the nearest computed point: ${placeWords(data, known.nearest.place)}.`;
  };
  inputs.forEach((input, axis) => {
    addStops(data.sliders[axis], input, (k) => move(axis, k));
    input.addEventListener("input", () => move(axis, Number(input.value) / PARTS));
    input.addEventListener("keydown", (event) => {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (!way) return;
      event.preventDefault();
      const at = state.at[axis];
      const next = way > 0 ? Math.floor(at) + 1 : Math.ceil(at) - 1;
      move(axis, event.shiftKey ? at + way / PARTS : next);
    });
  });
  for (const button of document.querySelectorAll("[data-reset]")) {
    button.addEventListener("click", () => {
      state.at = data.sliders.map((slider) => slider.own);
      update();
    });
  }
  let wide = innerWidth;
  addEventListener("resize", () => {
    if (wide !== innerWidth) update(); // phones change the height alone while they scroll
    wide = innerWidth;
  });
  update();
}

// Buttons for the values at which what is played changes.
function addStops(slider, input, go) {
  const holder = input.closest(".slider").querySelector(".stops");
  if (slider.turns.length === 0) return;
  const told = document.createElement("span");
  told.textContent = "Play changes at ";
  holder.append(told);
  for (const [k, exact] of slider.turns) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", value: String(k), textContent: `${exact ? "" : "about "}${slider.labels[k]}` });
    button.addEventListener("click", () => go(k));
    holder.append(button, " ");
  }
}

function showCharts(data, state, known, chosen) {
  const chart = document.querySelector(".payoffs");
  drawChart(chart, data, state.axis, state.at, known, chosen, payoffView(data, chosen));
  document.querySelector(".chart-note").textContent = chartNote(data, state);
  const places = data.sliders[state.axis].values.map((_, k) => state.at.map((at, axis) => (axis === state.axis ? k : Math.round(at))));
  const view = chanceView(data, places.map((place) => pointAt(data, place)), chosen);
  const holder = document.querySelector(".mixing");
  holder.hidden = view === null;
  if (view === null) return;
  drawChart(holder.querySelector(".chances"), data, state.axis, state.at, known, chosen, view);
  showKey(holder, data, view.mixed);
}

// Which line of the chances is which.
function showKey(holder, data, mixed) {
  const list = document.createElement("ul");
  list.className = "line-key";
  [...mixed.values()].forEach(({ told, player }, k) => {
    const item = document.createElement("li");
    const side = player === 0 ? "one" : "two";
    const svg = shape(item, "svg", { viewBox: "0 0 34 10", width: 34, height: 10, "aria-hidden": "true" });
    shape(svg, "line", { x1: 1, x2: 33, y1: 5, y2: 5, class: `curve ${side}`, "stroke-dasharray": DASHES[k % DASHES.length] });
    item.append(` ${data.players[player]}: ${told}`);
    list.append(item);
  });
  holder.querySelector(".line-key")?.remove();
  holder.append(list);
}

// The lines are drawn at computed points; where another slider stands between two of them, at the nearer one.
function chartNote(data, state) {
  const between = data.sliders
    .map((slider, k) => (k === state.axis || Number.isInteger(state.at[k]) ? null : `${slider.name} ${slider.labels[Math.round(state.at[k])]}`))
    .filter((told) => told !== null);
  return between.length ? `The lines are those at ${between.join(" and ")}, the nearest computed; the mark is where the sliders stand.` : "";
}

function showSlider(slider, input, at) {
  const exact = Number.isInteger(at);
  const value = valueAt(slider, at);
  input.value = at * PARTS;
  input.setAttribute("aria-valuetext", `${value}, ${exact ? "computed" : "between computed points"}`);
  const output = input.closest(".slider").querySelector("output");
  const turn = exact ? slider.turns.find(([k]) => k === at) : undefined;
  output.textContent = exact && at === slider.own ? `${value} ${innerWidth < 700 ? "(file)" : "(as in the file)"}` : turn ? `${value} (a turn)` : value;
  for (const stop of input.closest(".slider").querySelectorAll(".stops button")) stop.setAttribute("aria-pressed", String(Number(stop.value) === at));
  output.classList.toggle("between", !exact);
}

function placeWords(data, place) {
  return data.sliders.map((slider, k) => `${slider.name} ${slider.labels[place[k]]}`).join(", ");
}

// What is said of a position: how it is known, and what is played there.
function resultWords(data, known, chosen) {
  if (known.trouble) return ["Not solved here.", known.trouble];
  if (known.exact) {
    return [data.sliders.length ? "Computed at this point; long numbers are rounded." : "Computed; long numbers are rounded.", known.nearest.point.line];
  }
  if (known.changes) {
    const told = known.corners.map(({ place, point }) => `At ${placeWords(data, place)}: ${point.line}`);
    return ["Between computed points, and what is played changes somewhere between them.", ...told];
  }
  const shown = chosen < 0 ? known.curves.slice(0, 3) : [known.curves[chosen]];
  const paid = shown.map((curve) => {
    const which = known.curves.length > 1 && curve.name ? `, ${curve.name}` : "";
    return `Payoffs${which}: ${data.players.map((name, player) => `${name} about ${amount(curve.payoffs[player])}`).join(", ")}.`;
  });
  return [
    "Interpolated between computed points; the same kind of play at all of them.",
    ...paid,
    `At ${placeWords(data, known.nearest.place)}, the nearest: ${known.nearest.point.line}`,
  ];
}

function showResult(result, known, words) {
  result.classList.toggle("exact", known.exact && !known.trouble);
  result.classList.toggle("between", !known.exact);
  const [how, ...told] = words;
  result.querySelector(".how").textContent = how;
  result.querySelector(".told").replaceChildren(
    ...told.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }),
  );
  const facts = result.querySelector(".facts tbody");
  const rows = known.trouble || !known.exact ? [] : known.nearest.point.facts;
  facts.closest("table").hidden = rows.length === 0;
  facts.replaceChildren(
    ...rows.map(([asked, value]) => {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = asked;
      const cell = document.createElement("td");
      cell.textContent = value;
      row.append(head, cell);
      return row;
    }),
  );
}

function showBoards(data, point, state, update) {
  const picture = point.picture;
  const chosen = placeOf(point.curves, state.choice);
  if (picture.kind === "matrix") showMatrix(data, picture, chosen);
  if (picture.kind === "tree") showTree(picture, chosen);
  if (picture.kind === "course") showCourse(data, picture);
  if (picture.kind === "offers") showOffers(data, picture);
  if (picture.kind === "packages") showPackages(data, picture, chosen < 0 ? null : point.curves[chosen]);
  if (picture.kind === "packages") document.querySelector("[data-board=packages] + figcaption").textContent = data.texts[picture.note];
  if (picture.kind === "replies") showReplies(data, picture, chosen);
  showChoices(data, point.curves, chosen, (k) => {
    state.choice = choiceOf(point.curves, k);
    update();
  });
}

// What explains the values of the file is folded while the sliders stand elsewhere.
function showWhy(data, state, was) {
  const why = document.querySelector("details.at-file");
  const home = data.sliders.every((slider, k) => state.at[k] === slider.own);
  if (home !== was) {
    why.open = home;
    for (const note of why.querySelectorAll(".moved-on")) note.hidden = home;
  }
  return home;
}
