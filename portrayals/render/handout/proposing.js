// People who are in a title and not in the handout.

/** Asks whom to add: a person in this title, or a counterpart of this person. */
function askPerson() {
  if (!mayChange()) return;
  const { unit } = here;
  const chain = [unit, ...above(unit)];
  const title = chain.at(-1);
  const portrayal = chain.find((each) => each.level === "portrayal");
  const offered = [
    ["portrayal", title, `${levelName("portrayal")} in ${title.name}`],
    ...(portrayal ? [["relationship", portrayal, `relationship of ${portrayal.name}`]] : []),
  ].filter(([level]) =>
    variables.some(
      (each) => each.level === level || (level === "portrayal" && each.level === "relationship"),
    ),
  );
  if (!offered.length) {
    say("The codebook asks nothing about people.");
    return;
  }
  const form = $("person").querySelector("form");
  form.reset();
  form.elements.level.replaceChildren(
    ...offered.map(([level, , name]) =>
      element("option", { value: level, selected: level === unit.level }, name),
    ),
  );
  ask("person", ({ level, name, performer, role, note }) => {
    if (!name) return ["name", "Say who it is: a name, or words by which to know them."];
    const parent = offered.find(([each]) => each === level)[1];
    const proposal = { id: `p-${newUuid()}`, level, above: parent.uuid, name, performer, role, note };
    work.proposals.push(proposal);
    arrange(work.proposals);
    save();
    const added = unitOf.get(proposal.id);
    if (unitsToCode.includes(added)) visit(added);
    say(`${name} is proposed.`);
    return null;
  });
  form.elements.name.focus();
}

/** A random UUID, from the browser's own source of chance. */
function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    "-",
  );
}
