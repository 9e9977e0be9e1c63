// The grid of solved points: what is known at a place, exactly at a point and by interpolation between points.

function readData() {
  const data = JSON.parse(document.getElementById("lesson-data").textContent);
  Object.assign(scale, data.scale);
  const text = (index) => data.texts[index];
  for (const point of data.points) {
    if (point.trouble !== undefined) continue;
    point.line = text(point.line);
    point.facts = point.facts.map(([asked, told]) => [text(asked), text(told)]);
    for (const curve of point.curves) curve.name = text(curve.name);
    for (const round of point.picture.rounds ?? []) {
      round.acts = round.acts.map(([who, action, told]) => [who, text(action), text(told)]);
    }
  }
  return data;
}

// Number of a point from its place along each slider.
function pointAt(data, place) {
  return data.points[place.reduce((sum, k, axis) => sum * data.shape[axis] + k, 0)];
}

function sameKinds(points) {
  const kinds = points.map((point) => point.curves.map((curve) => curve.key).join(" "));
  return kinds.every((kind) => kind === kinds[0]);
}

// What is known at a position: a number between 0 and the last index for each slider.
function lookUp(data, position) {
  let corners = [{ place: [], weight: 1 }];
  for (const at of position) {
    const low = Math.floor(at);
    const part = at - low;
    corners = corners.flatMap(({ place, weight }) =>
      part === 0
        ? [{ place: [...place, low], weight }]
        : [
            { place: [...place, low], weight: weight * (1 - part) },
            { place: [...place, low + 1], weight: weight * part },
          ],
    );
  }
  for (const corner of corners) corner.point = pointAt(data, corner.place);
  const nearest = corners.reduce((best, corner) => (corner.weight > best.weight ? corner : best));
  const unsolved = corners.find((corner) => corner.point.trouble !== undefined);
  const exact = corners.length === 1;
  if (unsolved) return { exact, corners, trouble: unsolved.point.trouble };
  const points = corners.map((corner) => corner.point);
  if (!sameKinds(points)) return { exact, corners, nearest, changes: true };
  const curves = points[0].curves.map((curve, k) => ({
    name: curve.name,
    payoffs: [0, 1].map((player) =>
      corners.reduce((sum, { point, weight }) => sum + weight * point.curves[k].payoffs[player], 0),
    ),
  }));
  return { exact, corners, nearest, changes: false, curves };
}

// The value of a slider at a position: computed values are shown as they are, others are between their neighbours.
function valueAt(slider, at) {
  const low = Math.floor(at);
  if (low === at) return slider.labels[low];
  const value = slider.values[low] + (at - low) * (slider.values[low + 1] - slider.values[low]);
  return short(value);
}
