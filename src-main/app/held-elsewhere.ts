import { dialog } from 'electron';

import type { AppError } from '#shared/errors/app-error.ts';

/** Where the station that holds the data folder can be reached, or `null` when it takes no connections. */
export function holderUrl(error: AppError): string | null {
  const { url } = error.details;
  return typeof url === 'string' && url !== '' ? url : null;
}

/**
 * Tells the operator who holds the data folder and offers to connect to it, where that can be. Answers the address to
 * connect to, or `null` to give up.
 */
export async function askToConnect(error: AppError): Promise<string | null> {
  const url = holderUrl(error);
  const buttons = url === null ? ['Quit'] : ['Connect to it', 'Quit'];
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'RetroVue',
    message: error.message,
    detail: error.details.remedy ?? '',
    buttons,
    defaultId: 0,
    cancelId: buttons.length - 1,
    noLink: true,
  });
  return response === 0 ? url : null;
}
