import { dialog } from 'electron';

import type { StationPort } from '#main/transport/station-port.ts';
import { AppError } from '#shared/errors/app-error.ts';

import { askToConnect } from './held-elsewhere.ts';

export interface StationDoors {
  /** Opens the station on the data folder in this process. */
  readonly open: () => Promise<StationPort>;
  /** Reaches the station that another host runs on the same folder. */
  readonly connect: (controlUrl: string) => Promise<StationPort>;
}

/** Shows an expected failure with its remedy. */
export function showRefusal(error: AppError): void {
  dialog.showErrorBox(error.message, error.details.remedy ?? '');
}

/**
 * Opens the station or, where another host has the data folder and the operator agrees, connects to that one. Expected
 * failures are shown; `null` then says that there is nothing to show a window for.
 */
export async function openOrConnect(doors: StationDoors): Promise<StationPort | null> {
  try {
    return await doors.open();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== 'data-folder-in-use') {
      showRefusal(error);
      return null;
    }
    const url = await askToConnect(error);
    return url === null ? null : connectTo(doors, url);
  }
}

async function connectTo(doors: StationDoors, url: string): Promise<StationPort | null> {
  try {
    return await doors.connect(url);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    showRefusal(error);
    return null;
  }
}
