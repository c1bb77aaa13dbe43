// A table that is wider than its place is shown row by row, each cell with the words at the head of its column: nothing is
// cut off.
const widths = new WeakMap();
const sizes = new ResizeObserver((all) => requestAnimationFrame(() => {
  for (const { target } of all) {
    if (widths.get(target) === target.clientWidth) continue;
    target.classList.remove("stacked");
    target.classList.toggle("stacked", target.scrollWidth > target.clientWidth);
    widths.set(target, target.clientWidth);
  }
}));

export function watchTables(root) {
  root.querySelectorAll(".wide").forEach((table) => sizes.observe(table));
}
