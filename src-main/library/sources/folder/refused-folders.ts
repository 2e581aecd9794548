import { join, resolve, sep } from 'node:path';

import { invalidInput } from '#shared/errors/app-error.ts';

/** Folders of the system that hold no media and may hold files without end. */
const SYSTEM_FOLDERS = ['/proc', '/sys', '/dev'];

/** Where the demo keeps its clips: the one folder of the station's own data that may be a source. */
export function demoMediaFolder(dataFolder: string): string {
  return join(resolve(dataFolder), 'demo-media');
}

/**
 * Throws `invalid-input` when a folder cannot be a source: the system's own, the station's data folder, one around it or
 * one inside it. Both are given with their links resolved.
 */
export function refuseUnfitFolder(folder: string, dataFolder: string): void {
  if (SYSTEM_FOLDERS.some((system) => isWithin(folder, system))) {
    throw refusal(`"${folder}" belongs to the system and holds no media.`);
  }
  if (isWithin(folder, demoMediaFolder(dataFolder))) return;
  if (folder === dataFolder) throw refusal(`"${folder}" is the station’s own data folder.`);
  if (isWithin(folder, dataFolder)) {
    throw refusal(`"${folder}" lies inside the station’s own data folder.`);
  }
  if (isWithin(dataFolder, folder)) {
    throw refusal(`"${folder}" contains the station’s own data folder.`);
  }
}

function refusal(message: string) {
  return invalidInput('path', message, 'Choose a folder that holds video files and nothing else.');
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
