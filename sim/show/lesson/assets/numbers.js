// Numbers as readers see them, with a true minus sign; the same formats as in the words of the page.

// Decimals and size of the payoffs of the page's scenario, as its data say.
const scale = { places: 2, order: 0 };

// From here on decimals say nothing, and numbers are written with powers of ten.
const HUGE = 1e15;

function signed(text) {
  return text.replace(/^-/, "−").replace(/e\+?(-?)(\d)$/, (_, sign, digit) => `e${sign || "+"}0${digit}`);
}

function general(value, least) {
  if (value === 0) return "0";
  const before = Math.floor(Math.log10(Math.abs(value))) + 1;
  const after = Math.abs(value) >= HUGE ? 2 - scale.order : Math.max(2 - scale.order, 0);
  const digits = Math.min(Math.max(least, before + after), 15);
  const text = Number(value.toPrecision(digits));
  return before > digits || before < -3 ? text.toExponential() : text.toString();
}

// A payoff, with the decimals of the scenario and never a negative zero.
function amount(value) {
  if (Math.abs(value) >= HUGE) return signed(general(value, 3));
  const text = value.toFixed(scale.places);
  return signed(/[1-9]/.test(text) ? text : text.replace("-", ""));
}

// A number with at most so many digits, or more where payoffs take them to be told apart.
function short(value, digits = 4) {
  return signed(general(value, digits));
}

// A probability, never rounded to certain or impossible.
function percent(chance) {
  if (chance === 0 || chance === 1) return `${100 * chance}%`;
  if (chance > 0.9995) return "more than 99.9%";
  if (chance < 0.0005) return "less than 0.1%";
  return `${(100 * chance).toFixed(1).replace(/\.0$/, "")}%`;
}
