import { InterstitialKind, type InterstitialKind as Kind } from '../model/asset.ts';
import type { Channel } from '../model/channel.ts';
import { MOST_CANDIDATES, type Candidate, type Candidates } from '../model/explanation.ts';
import type { LogBlock, LogEvent, LogLineage } from '../model/log.ts';
import { cooldownOf } from '../model/traffic.ts';
import type { Catalog, CatalogAsset } from '../planning/choose/catalog.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type EpochMs } from '../time/units.ts';
import { localTimeAt } from '../time/zone.ts';
import { lastPlayAt, playsSince, type InterstitialHistory } from '../traffic/play-history.ts';

export interface ExplainEventInput {
  readonly channel: Channel;
  readonly block: LogBlock;
  readonly event: LogEvent;
  /** What the log calls the airing. */
  readonly airingTitle: string;
  /** The airing is of a package. */
  readonly isPackage?: boolean;
  readonly catalog: Catalog;
  /** Starts of interstitials on the channel before the event. */
  readonly history: InterstitialHistory;
  /** The start of the broadcast day, from which plays are counted. */
  readonly dayStartAt: EpochMs;
}

/** Why a row of the log is what it is, and what else could have been there. */
export interface EventExplanation extends Candidates {
  readonly sentences: string[];
}

const BREAK_RULES: Readonly<Partial<Record<LogLineage['rule'], string>>> = {
  'chapter-break': 'at a chapter or marker of the content',
  'computed-break':
    'at a place that the channel’s break rules computed, because the content has no chapters',
  'end-break': 'after the content, because it is not cut',
};

/** Explains an act, an interstitial or a pad. Pure; candidates are worked out again from today's library. */
export function explainEvent(input: ExplainEventInput): EventExplanation {
  const { event } = input;
  switch (event.kind) {
    case 'act':
      return plain([actSentence(input)]);
    case 'pad':
      return plain(padSentences(input));
    case 'interstitial':
      return { ...interstitialCandidates(input), sentences: interstitialSentences(input) };
  }
}

function actSentence({ event, airingTitle, isPackage }: ExplainEventInput): string {
  const from = `from ${secondsText(event.inPointMs)} into it`;
  return isPackage === true
    ? `It is a piece of “${event.title}”, ${from}, a member of the package “${airingTitle}”.`
    : `It is a piece of “${airingTitle}”, ${from}.`;
}

function plain(sentences: string[]): EventExplanation {
  return { sentences, candidates: [], total: 0, isChosenAgain: null };
}

function padSentences({ event, airingTitle, catalog, block }: ExplainEventInput): string[] {
  if (event.lineage.rule === 'no-content') {
    const what = event.breakIndex === null ? `A member of “${airingTitle}”` : `“${airingTitle}”`;
    return [
      `${what} has no content that may air, so the slate stands for it (${secondsText(event.durationMs)}).`,
    ];
  }
  if (event.lineage.rule === 'override') return [byHand(event, 'The operator left this open')];
  const restMs = eventsOfBreak(block, event)
    .filter(({ kind }) => kind === 'pad')
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
  const spots = [...catalog.interstitials.values()].flat();
  const shortest = Math.min(...spots.map(({ durationMs }) => durationMs));
  const why =
    spots.length === 0
      ? 'The library has no interstitials at all.'
      : shortest > restMs
        ? `The shortest interstitial takes ${secondsText(shortest)}.`
        : 'What would fit is in this break already, rests, has had its plays of the day or is not allowed on the channel.';
  return [`${secondsText(restMs)} of the break are left over, and black fills them exactly.`, why];
}

function interstitialSentences({ event, block, airingTitle }: ExplainEventInput): string[] {
  if (event.lineage.rule === 'override') return [byHand(event, 'The operator put it there')];
  const where = isBetweenMembers(block, event)
    ? 'at the joint of two members of the package'
    : (BREAK_RULES[event.lineage.rule] ?? `by the rule ${event.lineage.rule}`);
  const inBreak = eventsOfBreak(block, event);
  const breakMs = inBreak.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const number = (event.breakIndex ?? 0) + 1;
  return [
    `It fills break ${String(number)} of “${airingTitle}” (${secondsText(breakMs)}), ${where}.`,
    `${String(event.lineage.candidateCount)} of its kind fitted; the seed “${event.lineage.seed ?? ''}” drew it from those that had rested.`,
  ];
}

function byHand({ lineage }: LogEvent, what: string): string {
  return `${what}; the reason given: ${lineage.reason ?? 'none'}`;
}

/** Whether the acts around the event's break are of different assets. */
function isBetweenMembers({ events }: LogBlock, event: LogEvent): boolean {
  const acts = events.filter(({ kind }) => kind === 'act');
  const before = acts.findLast(({ index }) => index < event.index);
  const after = acts.find(({ index }) => index > event.index);
  return before !== undefined && after !== undefined && before.assetId !== after.assetId;
}

function eventsOfBreak(block: LogBlock, event: LogEvent): LogEvent[] {
  return block.events.filter(({ breakIndex }) => breakIndex === event.breakIndex);
}

/** The number of the draw, which ends an interstitial's seed; breaks are not drawn in the order in which they air. */
function drawOf(event: LogEvent): number {
  const digits = /:(\d+)$/.exec(event.lineage.seed ?? '')?.[1];
  return digits === undefined ? 0 : Number(digits);
}

function kindsDrawnWith(kind: Kind): readonly Kind[] {
  const alone: readonly Kind[] = ['bumper', 'station-id', 'filler'];
  return alone.includes(kind)
    ? [kind]
    : InterstitialKind.options.filter((other) => !alone.includes(other));
}

function interstitialCandidates(input: ExplainEventInput): Candidates {
  const { event, block, channel, catalog, history, dayStartAt } = input;
  const { traffic } = channel;
  const inBreak = eventsOfBreak(block, event);
  const drawnBefore = inBreak.filter(
    (other) => other.kind === 'interstitial' && drawOf(other) < drawOf(event),
  );
  const used = new Set(drawnBefore.map(({ assetId }) => assetId));
  const roomMs =
    inBreak.reduce((sum, { durationMs }) => sum + durationMs, 0) -
    drawnBefore.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const breakAt = inBreak[0]?.startAt ?? event.startAt;
  const reasonOf = (asset: CatalogAsset, kind: Kind): string => {
    if (asset.id === event.assetId) return 'chosen';
    if (!traffic.allowedKinds.includes(kind)) return `the channel allows no ${kind}`;
    if (used.has(asset.id)) return 'in this break already';
    if (asset.durationMs > roomMs) return `longer than the ${secondsText(roomMs)} that were left`;
    const lastAt = lastPlayAt(history, asset.id);
    const restMs = cooldownOf(traffic, kind);
    if (breakAt - lastAt < restMs) {
      return `aired at ${localTimeAt(channel.timezone, lastAt)} and rests for ${String(restMs / MS_PER_MINUTE)} minutes`;
    }
    const { maximumPlaysPerDay } = traffic;
    if (maximumPlaysPerDay > 0 && playsSince(history, asset.id, dayStartAt) >= maximumPlaysPerDay) {
      return `has had its ${String(maximumPlaysPerDay)} plays of the day`;
    }
    return 'the seed drew another';
  };
  const candidates = kindsDrawnWith(event.interstitialKind ?? 'commercial').flatMap((kind) =>
    (catalog.interstitials.get(kind) ?? []).map((asset): Candidate => ({
      assetId: asset.id,
      title: asset.title,
      episodeTitle: null,
      isChosen: asset.id === event.assetId,
      reason: reasonOf(asset, kind),
    })),
  );
  candidates.sort((a, b) => Number(b.isChosen) - Number(a.isChosen));
  return {
    candidates: candidates.slice(0, MOST_CANDIDATES),
    total: candidates.length,
    isChosenAgain: null,
  };
}

function secondsText(ms: number): string {
  return `${(ms / MS_PER_SECOND).toFixed(1)} s`;
}
