import type { VirtualAsset } from '../../model/virtual-asset.ts';
import { resolvePackage, type PackageContext, type PackageOutcome } from './package-members.ts';
import { permittedCatalog } from './permitted-catalog.ts';

const MOST_TRIES = 4;

/**
 * The package for a slot, of programmes that the channel's rules for hours allow as long as the whole package is on: a member that
 * comes later may come into hours in which it is forbidden. A longer package reaches further, so it is tried again with what
 * that length allows.
 */
export function resolveWithinHours(context: PackageContext, source: VirtualAsset): PackageOutcome {
  const { channel, date, slotAt } = context;
  let lengthMs = 0;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const catalog = permittedCatalog(context.catalog, channel, date, slotAt, lengthMs);
    const outcome = resolvePackage({ ...context, catalog }, source);
    const isSettled = channel.dayparts.length === 0 || outcome.type === 'unavailable';
    if (isSettled || outcome.durationMs <= lengthMs) return outcome;
    lengthMs = outcome.durationMs;
  }
  return {
    type: 'unavailable',
    why: 'No choice of its programmes keeps to what the channel asks for at these hours.',
  };
}
