// A table that is wider than its place says that it can be moved: what is cut off is not seen to be there.
const sizes = new ResizeObserver((all) => requestAnimationFrame(() => {
  for (const { target } of all) target.classList.toggle("moves", target.scrollWidth > target.clientWidth);
}));

export function watchTables(root) {
  root.querySelectorAll(".wide").forEach((table) => sizes.observe(table));
}
