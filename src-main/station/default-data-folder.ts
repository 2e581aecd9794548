import { posix, win32 } from 'node:path';

/** What the choice of the folder depends on. */
export interface FolderSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

/**
 * Where a station keeps its data unless told otherwise: `RETROVUE_DATA`, else the platform's place for application
 * data (`%APPDATA%`, `~/Library/Application Support`, `$XDG_DATA_HOME` or `~/.local/share`).
 */
export function defaultDataFolder({ platform, env, homeFolder }: FolderSurroundings): string {
  const stated = env['RETROVUE_DATA'];
  if (stated !== undefined && stated !== '') return stated;
  if (platform === 'win32') {
    return win32.join(env['APPDATA'] ?? win32.join(homeFolder, 'AppData', 'Roaming'), 'RetroVue');
  }
  if (platform === 'darwin') {
    return posix.join(homeFolder, 'Library', 'Application Support', 'RetroVue');
  }
  const shared = env['XDG_DATA_HOME'];
  const base =
    shared !== undefined && posix.isAbsolute(shared)
      ? shared
      : posix.join(homeFolder, '.local', 'share');
  return posix.join(base, 'retrovue');
}
