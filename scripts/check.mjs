import path from 'node:path';

import { isStarted, projectNode, root, run } from './parts/processes.mjs';

const TYPE_PROJECTS = ['src-shared', 'src-main', 'src-renderer', 'tests'];

function tool(place, ...args) {
  return [path.join(root, 'node_modules', ...place.split('/')), ...args];
}

/** Each check is a list of commands; a check holds when all of them answer 0. */
const CHECKS = {
  types: TYPE_PROJECTS.map((project) => tool('typescript/bin/tsc', '-p', project)),
  lint: [tool('eslint/bin/eslint.js', '.', '--max-warnings=0')],
  format: [tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')],
  architecture: [
    tool(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config=.dependency-cruiser.mjs',
      '--output-type=err-long',
      'src-shared',
      'src-main',
      'src-renderer',
      'migrations',
      'tests',
    ),
  ],
  // Once with the tests, and once without: what only tests use is not used.
  unused: [
    tool('knip/bin/knip.js', '--no-progress'),
    tool('knip/bin/knip.js', '--no-progress', '--production'),
  ],
};

const AT_ONCE = 2;

/** Runs the named checks (all by default), two commands at a time, and shows the output of those that fail. */
export async function check(names = Object.keys(CHECKS)) {
  const queue = names.flatMap((name) => CHECKS[name].map((command) => ({ name, command })));
  const failed = new Set();
  async function worker() {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { code, output } = await run(projectNode(), next.command, { capture: true });
      if (code === 0) continue;
      failed.add(next.name);
      console.error(
        `--- ${next.name} (${next.command.slice(1).join(' ') || 'all'})\n${output.trimEnd()}`,
      );
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const name of names) console.log(`${failed.has(name) ? 'FAILED' : 'ok    '} ${name}`);
  return failed.size === 0;
}

if (isStarted(import.meta.url)) {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !(name in CHECKS));
  if (unknown !== undefined) {
    console.error(
      `There is no check "${unknown}". Choose from: ${Object.keys(CHECKS).join(', ')}.`,
    );
    process.exitCode = 2;
  } else {
    process.exitCode = (await check(names.length > 0 ? names : undefined)) ? 0 : 1;
  }
}
