// Numbers as readers see them, with a true minus sign; the same formats as in the words of the page.

// A payoff, with two decimals and never a negative zero.
function amount(value) {
  const text = value.toFixed(2).replace("-", "−");
  return text === "−0.00" ? "0.00" : text;
}

// A number with at most so many digits.
function short(value, digits = 4) {
  return Number(value.toPrecision(digits)).toString().replace("-", "−");
}

function percent(chance) {
  return `${short(100 * chance, 3)}%`;
}
