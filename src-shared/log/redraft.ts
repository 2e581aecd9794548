import type { LogBlock, LogEvent } from '../model/log.ts';
import type { Airing } from '../model/schedule-day.ts';
import type { Catalog } from '../planning/choose/catalog.ts';
import type { DurationMs, EpochMs } from '../time/units.ts';
import { contentOf, shownMsOf } from './airing-content.ts';
import type { DraftEvent } from './expand.ts';
import { contentMsOf, endingAfter } from './hold.ts';

/** The rows of a stored block as they were before they were locked; locking them again gives the same pictures. */
export function draftEventsOf(block: LogBlock): DraftEvent[] {
  return block.events.map(draftOf);
}

/** The rows of a stored block up to an instant: the last one ends there, whatever it is. */
export function draftEventsUntil(block: LogBlock, endAt: EpochMs): DraftEvent[] {
  return block.events
    .filter((event) => event.startAt < endAt)
    .map((event) =>
      event.startAt + event.durationMs <= endAt
        ? draftOf(event)
        : endingAfter(draftOf(event), endAt - event.startAt),
    );
}

/** How much content of its airing a block shows before the instant. */
export function contentShownBefore(block: LogBlock, at: EpochMs): DurationMs {
  return (
    block.events
      // Black for a member of a package that may not air is content too: it is in no break.
      .filter(({ breakIndex, startAt }) => breakIndex === null && startAt < at)
      .reduce((sum, event) => sum + Math.min(contentMsOf(event), at - event.startAt), 0)
  );
}

/** Whether a stored block still shows what its airing asks for. */
export function isUpToDate(
  block: LogBlock,
  airing: Airing,
  catalog: Pick<Catalog, 'byId' | 'works'>,
): boolean {
  if (block.airingId !== airing.id || block.endAt !== airing.endAt) return false;
  const shownMs = contentShownBefore(block, block.endAt);
  const promisedMs = Math.min(airing.contentDurationMs, block.endAt - block.startAt);
  // An asset that may no longer air became black when the block was locked, or a copy that may be shorter.
  return (
    shownMs === 0 ||
    shownMs === promisedMs ||
    shownMs === shownMsOf(contentOf(airing, catalog), promisedMs)
  );
}

/** Whether the operator has changed a row of the block. */
export function isChangedByHand(block: LogBlock): boolean {
  return block.events.some(({ lineage }) => lineage.rule === 'override');
}

function draftOf(event: LogEvent): DraftEvent {
  const { kind, interstitialKind, breakIndex, assetId, title, durationMs, inPointMs } = event;
  const { transitionIn, transitionOut, gainDb, lineage } = event;
  return {
    kind,
    interstitialKind,
    breakIndex,
    assetId,
    title,
    durationMs,
    inPointMs,
    transitionIn,
    transitionOut,
    gainDb,
    lineage,
  };
}
