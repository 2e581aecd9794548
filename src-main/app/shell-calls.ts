import { isAbsolute } from 'node:path';

import { BrowserWindow, dialog, shell, type WebContents } from 'electron';

import type { ShellAnswer, ShellCall } from '#main/transport/electron-wire.ts';
import { assertNever, invalidInput } from '#shared/errors/app-error.ts';

/** Carries out what the interface asks of the desktop. */
export async function answerShellCall(
  call: ShellCall,
  contents: WebContents,
): Promise<ShellAnswer> {
  switch (call.call) {
    case 'capabilities':
      return ['pickFolder', 'revealPath', 'menu'];
    case 'pickFolder':
      return pickFolder(contents);
    case 'revealPath':
      if (!isAbsolute(call.path) || isNetworkPath(call.path)) {
        throw invalidInput(
          'path',
          'This path cannot be shown.',
          'Give the full path of a file on a drive of this machine.',
        );
      }
      shell.showItemInFolder(call.path);
      return true;
    default:
      return assertNever(call);
  }
}

/** Paths to which Windows would send the operator's name and password: `\\server\share`, `\\?\UNC\…`, either slash. */
function isNetworkPath(path: string): boolean {
  return /^[\\/]{2}/.test(path);
}

/** The chosen folder, or `null` when the operator thought better of it. */
async function pickFolder(contents: WebContents): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(contents);
  const options = {
    title: 'Choose a folder of video files',
    properties: ['openDirectory' as const],
  };
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}
