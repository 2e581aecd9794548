import { spawn } from 'node:child_process';

/** Opens an address in the operator's browser if there is one; without one nothing happens. */
export function openBrowser(
  url: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): void {
  const hasDisplay =
    platform === 'win32' ||
    platform === 'darwin' ||
    env['DISPLAY'] !== undefined ||
    env['WAYLAND_DISPLAY'] !== undefined;
  if (!hasDisplay) return;
  const [command, ...args] =
    platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', url]
      : [platform === 'darwin' ? 'open' : 'xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
