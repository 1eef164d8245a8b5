/** Whether a condition holds of the answers: true, false, or null where it is not known. */
function decide(condition, answers, facts) {
  const [word, ...parts] = condition;
  if (word === "fact") return facts[parts[0]] ?? null;
  if (word === "not") {
    const held = decide(parts[0], answers, facts);
    return held === null ? null : !held;
  }
  if (word === "and" || word === "or") {
    const settles = word === "or";
    const each = parts.map((part) => decide(part, answers, facts));
    if (each.includes(settles)) return settles;
    return each.includes(null) ? null : !settles;
  }
  const answer = answers[parts[0]];
  if (!answer || answer.state === "cannot-tell") return null;
  if (answer.state !== "coded") return parts[1].includes(answer.state);
  if (word === "between") {
    const [, low, high] = parts;
    return (low === null || answer.number >= low) && (high === null || answer.number <= high);
  }
  if (parts[1].includes("any")) return true;
  if ((answer.codes ?? []).some((code) => parts[1].includes(code))) return true;
  return (answer.doubtful ?? []).length ? null : false;
}
