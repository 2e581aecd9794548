import { traitsOf } from '../../model/content-kinds.ts';
import { formatClock } from '../../time/clock-text.ts';
import { isInterstitial } from '../../model/asset.ts';
import type { Channel } from '../../model/channel.ts';
import { finding, type Finding } from '../../model/finding.ts';
import type { PlannedRow } from '../../model/plan.ts';
import { slotsFor } from '../../time/broadcast-day.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type DurationMs } from '../../time/units.ts';
import { breakSupply, supplyText } from './spot-supply.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { wholeTitleOf } from '../choose/asset-titles.ts';
import { poolOf } from '../choose/contents/kinds.ts';
import { longestPackedMs } from '../resolve/pack-slot.ts';

/** Content that needs a further slot for less than this is worth a word. */
const SMALL_OVERRUN_MS = 2 * MS_PER_MINUTE;

/**
 * What is doubtful about how content lies in its slots: what runs a little further past a grid line than the channel tolerates and so
 * takes another slot, and breaks for which there are too few spots. One finding of each, about the worst case. How much break
 * content leaves that shares its slots with other content is known of resolved days only; `supplyOfDays` tells it.
 */
export function validateSlots(
  rows: readonly PlannedRow[],
  channel: Channel,
  catalog: Catalog,
): Finding[] {
  const slotMs = channel.gridMinutes * MS_PER_MINUTE;
  const overOf = ({ durationMs }: CatalogAsset): DurationMs =>
    durationMs > slotMs ? durationMs % slotMs : 0;
  const breakMsOf = ({ durationMs }: CatalogAsset): DurationMs =>
    slotsFor(durationMs, channel) * slotMs - durationMs;
  let overrun: { row: PlannedRow; asset: CatalogAsset } | null = null;
  let widest: { row: PlannedRow; asset: CatalogAsset } | null = null;
  for (const row of rows) {
    const playable = playableBy(row, catalog);
    const packedUpToMs = playable.length > 1 ? longestPackedMs(channel, row.packing) : 0;
    for (const asset of playable) {
      const overMs = overOf(asset);
      const isOver = overMs > channel.overrunToleranceMs && overMs <= SMALL_OVERRUN_MS;
      if (isOver && (!overrun || overMs < overOf(overrun.asset))) overrun = { row, asset };
      if (asset.durationMs <= packedUpToMs) continue;
      if (!widest || breakMsOf(asset) > breakMsOf(widest.asset)) widest = { row, asset };
    }
  }
  const findings: Finding[] = [];
  if (overrun) {
    const text = formatClock(overOf(overrun.asset));
    findings.push(
      finding('SLOT-OVERRUN', {
        message: `“${wholeTitleOf(overrun.asset)}” runs ${text} past a grid line and takes a further slot of ${String(channel.gridMinutes)} minutes.`,
        remedy: `Trim it, or let the channel tolerate it: an over-run of up to ${String(channel.overrunToleranceMs / MS_PER_SECOND)} s fades out.`,
        subjectId: overrun.row.id,
      }),
    );
  }
  const breaksMs = widest ? breakMsOf(widest.asset) : 0;
  const supply = breakSupply(channel, catalog, breaksMs);
  if (widest && supply) {
    findings.push({
      severity: 'warning',
      ...supplyText(supply, wholeTitleOf(widest.asset)),
      subjectId: widest.row.id,
      startAt: null,
    });
  }
  return findings;
}

/** The programmes that a row may play. */
function playableBy({ content }: PlannedRow, catalog: Catalog): readonly CatalogAsset[] {
  const playable = traitsOf(content).isSeveral ? [] : poolOf(catalog, content).assets;
  return playable.filter(({ kind }) => !isInterstitial(kind));
}
