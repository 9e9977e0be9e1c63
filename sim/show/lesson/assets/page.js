// What the reader moves: sliders, answers, light and dark, printing.

const PARTS = 4; // places between two computed points

function wireSliders(data) {
  const state = { at: data.sliders.map((slider) => slider.own), axis: 0, equilibrium: 0 };
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
    if (chart) drawChart(chart, data, state.axis, state.at, known, state.equilibrium);
    if (chart) document.querySelector(".chart-note").textContent = chartNote(data, state);
    const words = resultWords(data, known, state.equilibrium);
    showResult(result, known, words);
    clearTimeout(waiting);
    waiting = setTimeout(() => (spoken.textContent = words.join(" ")), 400);
    document.querySelector(".board-note").textContent = known.trouble
      ? "Not solved here; the board shows the point before."
      : known.exact
        ? ""
        : `The board shows the nearest computed point: ${placeWords(data, known.nearest.place)}.`;
  };
  inputs.forEach((input, axis) => {
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
  document.querySelector("[data-reset]")?.addEventListener("click", () => {
    state.at = data.sliders.map((slider) => slider.own);
    update();
  });
  update();
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
  output.textContent = exact && at === slider.own ? `${value} (as in the file)` : value;
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
  const curve = known.curves[chosen] ?? known.curves[0];
  const paid = data.players.map((name, player) => `${name} about ${amount(curve.payoffs[player])}`).join(", ");
  const several = known.curves.length > 1 ? ` in equilibrium ${chosen + 1}` : "";
  return [
    "Interpolated between computed points; the same is played at all of them.",
    `Payoffs${several}: ${paid}.`,
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
  state.equilibrium = Math.min(state.equilibrium, point.curves.length - 1);
  if (picture.kind === "matrix") showMatrix(data, picture, state.equilibrium);
  if (picture.kind === "tree") showTree(picture, state.equilibrium);
  if (picture.kind === "course") showCourse(data, picture);
  if (picture.kind === "shares") showShares(data, picture);
  if (picture.kind === "packages") showPackages(data, picture);
  showChoices(data, point.curves, state.equilibrium, (k) => {
    state.equilibrium = k;
    update();
  });
}

function wireAnswers() {
  const answers = [...document.querySelectorAll("details.answer")];
  const button = document.querySelector("[data-answers]");
  button?.addEventListener("click", () => {
    const wide = button.getAttribute("aria-pressed") !== "true";
    for (const answer of answers) answer.open = wide;
    button.setAttribute("aria-pressed", String(wide));
    button.textContent = wide ? "Hide all answers" : "Show all answers";
  });
}

function wireTheme() {
  const button = document.querySelector("[data-theme-switch]");
  const dark = () =>
    document.documentElement.dataset.theme === "dark" ||
    (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  const name = () => (button.textContent = dark() ? "Light page" : "Dark page");
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    name();
  });
  name();
}

document.documentElement.classList.add("alive");
const lesson = readData();
wireTree();
wireAnswers();
wireTheme();
wireSliders(lesson);
document.querySelector("[data-print]").addEventListener("click", () => print());
