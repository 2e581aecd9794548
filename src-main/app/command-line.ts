/**
 * Switches that would hand the packaged program's inside to whoever starts it, or to a page. Chromium takes them with one
 * dash as well as with two, in any case on Windows, and there with a slash too.
 */
const FORBIDDEN =
  /^(?:--?)(?:inspect(?:-brk|-wait|-port|-publish-uid)?|remote-debugging-(?:port|pipe|address|io-pipes|targets)|remote-allow-origins|disable-web-security)(?:=|$)/i;
const FORBIDDEN_ON_WINDOWS = new RegExp(FORBIDDEN.source.replace('(?:--?)', '(?:--?|/)'), 'i');

/** The first switch that a packaged program refuses, or `null`. */
export function forbiddenSwitch(
  argv: readonly string[],
  platform: NodeJS.Platform = process.platform,
): string | null {
  const forbidden = platform === 'win32' ? FORBIDDEN_ON_WINDOWS : FORBIDDEN;
  return argv.find((argument) => forbidden.test(argument)) ?? null;
}

/** The folder given as `--data <folder>` or `--data=<folder>`, or `null`. */
export function dataFolderArgument(argv: readonly string[]): string | null {
  const joined = argv.find((argument) => argument.startsWith('--data='));
  const at = argv.indexOf('--data');
  const given = joined?.slice('--data='.length) ?? (at === -1 ? '' : (argv[at + 1] ?? ''));
  return given.trim() === '' ? null : given;
}
