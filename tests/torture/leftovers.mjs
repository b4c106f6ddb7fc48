// What must not outlive the harness, however it ends: each is registered with the synchronous work that removes it.
const removals = new Set();

// Returns the removal, which then happens once, at the latest when this process exits.
export function atExit(remove) {
  const once = () => {
    if (removals.delete(once)) remove();
  };
  removals.add(once);
  return once;
}

function removeAll() {
  for (const remove of [...removals].reverse()) {
    try {
      remove();
    } catch (problem) {
      console.error(`torture: something is left behind: ${problem.message}`);
    }
  }
}

export function removeLeftoversOnExit() {
  process.on("exit", removeAll);
  process.on("SIGHUP", () => process.exit(129));
  process.on("SIGINT", () => process.exit(130));
  process.on("SIGTERM", () => process.exit(143));
}
