/** Switches that would hand the packaged program's inside to whoever starts it (docs/threats.md). */
const FORBIDDEN =
  /^--(inspect(-brk|-port|-publish-uid)?|remote-debugging-(port|pipe|address))(=|$)/;

/** The first switch that a packaged program refuses, or `null`. */
export function forbiddenSwitch(argv: readonly string[]): string | null {
  return argv.find((argument) => FORBIDDEN.test(argument)) ?? null;
}

/** The folder given as `--data <folder>` or `--data=<folder>`, or `null`. */
export function dataFolderArgument(argv: readonly string[]): string | null {
  const joined = argv.find((argument) => argument.startsWith('--data='));
  if (joined !== undefined) return joined.slice('--data='.length);
  const at = argv.indexOf('--data');
  return at === -1 ? null : (argv[at + 1] ?? null);
}
