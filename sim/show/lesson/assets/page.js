// The rest of the page: answers, folds, light and dark, printing.

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

// What is folded for a narrow screen is open on a wide one, and on paper.
function wireFolds() {
  if (innerWidth >= 900) for (const fold of document.querySelectorAll("[data-open-wide]")) fold.open = true;
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details.numbers:not([open])")];
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of folded) fold.open = false;
  });
}

document.documentElement.classList.add("alive");
const lesson = readData();
wireTree();
wireAnswers();
wireFolds();
wireTheme();
wireSliders(lesson);
document.querySelector("[data-print]").addEventListener("click", () => print());
