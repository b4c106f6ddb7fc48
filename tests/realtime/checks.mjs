// Checks as tests/support/checks.sh prints them.
let passed = 0;
let failed = 0;

const indented = (text) => String(text).replace(/^/gm, "    ");

export async function check(what, test) {
  try {
    await test();
    passed += 1;
    console.log(`ok - ${what}`);
  } catch (problem) {
    failed += 1;
    console.log(`not ok - ${what}\n${indented(problem.message ?? problem)}`);
  }
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
