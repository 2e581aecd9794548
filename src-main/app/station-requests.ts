import { StationStatus } from '#shared/contract/station.ts';
import { fromWireError } from '#shared/errors/app-error.ts';
import type { StationPort } from '#main/transport/station-port.ts';

/** Starts a scan of every folder (menu Utilities, Sync Media). Throws the station's refusal. */
export async function syncMedia(station: StationPort): Promise<void> {
  const response = await station.dispatch({ id: 'sync-media', method: 'source.scan', input: {} });
  if (!response.ok) throw fromWireError(response.error);
}

/** The present address of the station's broadcast server, or `null` while it cannot say. */
export async function readBroadcastUrl(station: StationPort): Promise<string | null> {
  const response = await station.dispatch({ id: 'status', method: 'station.status', input: {} });
  if (!response.ok) return null;
  const status = StationStatus.safeParse(response.output);
  return status.success ? status.data.broadcastUrl : null;
}
