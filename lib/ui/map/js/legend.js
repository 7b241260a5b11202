// What the marks mean and how many papers have each; a mark that is not on the map is not explained.

const LEGEND = [
  ["assigned", "In a topic"],
  ["unassigned", "Unassigned"],
  ["outside", "Outside the view"],
  ["selected", "Selected"],
  ["own", "My papers"],
];

function showLegend(element, counts) {
  element.replaceChildren(
    ...LEGEND.filter(([kind]) => counts[kind]).map(([kind, words]) => {
      const count = make("b", "", {}, [formatCount(counts[kind])]);
      return make("li", "", {}, [make("span", `tmap-mark is-${kind}`, { "aria-hidden": "true" }), `${words} `, count]);
    }),
  );
}
