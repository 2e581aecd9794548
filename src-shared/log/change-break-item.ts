import { AppError, notFound } from '../errors/app-error.ts';
import { isInterstitial, type InterstitialKind } from '../model/asset.ts';
import type { Channel } from '../model/channel.ts';
import { NO_TRANSITION, type LogBlock, type LogEvent } from '../model/log.ts';
import type { BreakItemChange } from '../model/override.ts';
import { LONGEST_HOLD_MS } from '../model/traffic.ts';
import type { Catalog, CatalogAsset } from '../planning/choose/catalog.ts';
import type { DurationMs } from '../time/units.ts';
import type { DraftEvent } from './expand.ts';
import { holding } from './hold.ts';
import { gainFor } from './loudness-gain.ts';
import { draftEventsOf } from './redraft.ts';

/**
 * A block's rows with another interstitial in the place of one, or black. The break keeps its length: what the new one takes less
 * is black after it, or a hold where it is under a second; what it takes more is taken from the black of the break. Pure. Throws `not-found`, `not-eligible`, `conflict`
 * when the event is no interstitial or the new one does not fit.
 */
export function changeBreakItem(
  channel: Channel,
  block: LogBlock,
  change: BreakItemChange,
  catalog: Catalog,
  reason: string,
): DraftEvent[] {
  const index = block.events.findIndex(({ id }) => id === change.eventId);
  const event = block.events[index];
  if (!event) throw notFound('log event', change.eventId);
  if (event.kind !== 'interstitial') {
    throw new AppError('conflict', 'Only an interstitial can be swapped or taken out.', {
      field: 'eventId',
      remedy: 'Name an interstitial; programmes are changed in their day.',
    });
  }
  const drafts = draftEventsOf(block);
  const spot = change.type === 'swap' ? requireSpot(catalog, change.assetId) : null;
  const spotMs = spot?.durationMs ?? 0;
  const roomMs = event.durationMs + padsOfBreak(block, event);
  if (spotMs > roomMs) {
    throw new AppError(
      'conflict',
      `“${spot?.title ?? ''}” takes ${String(spotMs)} ms; the break has room for ${String(roomMs)} ms.`,
      { field: 'assetId', remedy: 'Choose a shorter one.' },
    );
  }
  const leftMs = Math.max(0, event.durationMs - spotMs);
  const isHeld = spot !== null && leftMs <= LONGEST_HOLD_MS;
  const shortened = takeFromPads(block, drafts, event, Math.max(0, spotMs - event.durationMs));
  return [
    ...shortened.slice(0, index),
    ...(spot ? [holding(byHand(channel, event, spot, reason), isHeld ? leftMs : 0)] : []),
    ...(isHeld ? [] : [black(event, reason, leftMs)]),
    ...shortened.slice(index + 1),
  ].filter(({ durationMs }) => durationMs > 0);
}

function requireSpot(catalog: Catalog, id: CatalogAsset['id']): CatalogAsset {
  const asset = catalog.byId.get(id);
  if (asset && isInterstitial(asset.kind)) return asset;
  throw new AppError('not-eligible', 'The asset is no interstitial that may air.', {
    field: 'assetId',
    remedy: 'Choose a ready and approved commercial, promo, bumper or the like.',
  });
}

function isPadOfBreak(other: LogEvent, event: LogEvent): boolean {
  return other.kind === 'pad' && other.breakIndex === event.breakIndex;
}

function padsOfBreak(block: LogBlock, event: LogEvent): DurationMs {
  return block.events
    .filter((other) => isPadOfBreak(other, event))
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** Shortens the black of the break by so much in all, from its end. */
function takeFromPads(
  block: LogBlock,
  drafts: readonly DraftEvent[],
  event: LogEvent,
  neededMs: DurationMs,
): DraftEvent[] {
  let restMs = neededMs;
  const changed = [...drafts];
  for (let index = changed.length - 1; index >= 0; index -= 1) {
    const [stored, draft] = [block.events[index], changed[index]];
    if (!stored || !draft || !isPadOfBreak(stored, event)) continue;
    const takenMs = Math.min(restMs, draft.durationMs);
    changed[index] = { ...draft, durationMs: draft.durationMs - takenMs };
    restMs -= takenMs;
  }
  return changed;
}

function byHand(channel: Channel, event: LogEvent, spot: CatalogAsset, reason: string): DraftEvent {
  return {
    kind: 'interstitial',
    interstitialKind: spot.kind as InterstitialKind,
    breakIndex: event.breakIndex,
    assetId: spot.id,
    title: spot.title,
    durationMs: spot.durationMs,
    inPointMs: 0,
    transitionIn: NO_TRANSITION,
    transitionOut: NO_TRANSITION,
    gainDb: gainFor(spot, channel.loudnessTargetLufs),
    lineage: { rule: 'override', seed: null, candidateCount: 1, reason },
  };
}

function black(event: LogEvent, reason: string, durationMs: DurationMs): DraftEvent {
  return {
    kind: 'pad',
    interstitialKind: null,
    breakIndex: event.breakIndex,
    assetId: null,
    title: 'Pad',
    durationMs,
    inPointMs: 0,
    gainDb: 0,
    transitionIn: NO_TRANSITION,
    transitionOut: NO_TRANSITION,
    lineage: { rule: 'override', seed: null, candidateCount: 0, reason },
  };
}
