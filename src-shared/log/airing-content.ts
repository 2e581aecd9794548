import { isInterstitial } from '../model/asset.ts';
import type { AssetId } from '../model/ids.ts';
import type { Airing, AiringMember } from '../model/schedule-day.ts';
import type { Catalog, CatalogAsset } from '../planning/choose/catalog.ts';
import type { DurationMs } from '../time/units.ts';
import { NO_TRANSITION } from '../model/log.ts';
import type { Act } from './breakpoints.ts';
import type { OpenStretch } from './breaks-within-members.ts';

/** A stretch of an airing's content, `[startMs, startMs + durationMs)`, that comes from one asset. */
export interface ContentPiece {
  readonly title: string;
  /** `null`: the asset may no longer air, and no copy of it. */
  readonly asset: CatalogAsset | null;
  /** What a shorter copy leaves of the time of its asset: traffic fills it. */
  readonly isRest?: true;
  readonly startMs: DurationMs;
  readonly durationMs: DurationMs;
}

/** What an airing shows: pieces that tile its content, and where it may be cut. */
export interface AiringContent {
  readonly pieces: readonly ContentPiece[];
  /** First-class breakpoints, ascending, milliseconds into the content. */
  readonly breakpointsMs: readonly number[];
  /** Programmes of a package that have no breakpoints of their own. */
  readonly openStretches: readonly OpenStretch[];
}

/**
 * The content of an airing; `null` when nothing of it may air any more. Where an asset may not, another copy of the same work airs in its
 * time: of several the one that is nearest to it in length. What a shorter copy leaves of the time is a rest.
 */
export function contentOf(
  airing: Airing,
  catalog: Pick<Catalog, 'byId' | 'works'>,
): AiringContent | null {
  const { content } = airing;
  switch (content.kind) {
    case 'slate':
      return null;
    case 'asset': {
      const piece = { title: airing.title, startMs: 0, durationMs: airing.contentDurationMs };
      return ofPieces(piecesOf(catalog, content.assetId, piece), []);
    }
    case 'package':
    case 'shorts': {
      const pieces = content.members.flatMap(
        ({ assetId, title, episodeTitle, startMs, durationMs }) =>
          piecesOf(catalog, assetId, {
            title: episodeTitle === null ? title : `${title}: ${episodeTitle}`,
            startMs,
            durationMs,
          }),
      );
      // Packed shorts are short enough: breaks stand between them.
      const openStretches = content.kind === 'shorts' ? [] : openStretchesOf(pieces);
      return ofPieces(pieces, openStretches, jointsOf(content.members));
    }
  }
}

/** The asset, or the copy of it that airs in its stead, in the time that it has, and what that leaves of it. */
function piecesOf(
  { byId, works }: Pick<Catalog, 'byId' | 'works'>,
  id: AssetId,
  time: Omit<ContentPiece, 'asset'>,
): ContentPiece[] {
  const own = byId.get(id);
  if (own) return [{ ...time, asset: own }];
  const copy = nearestCopy(works.get(id)?.copies ?? [], time.durationMs);
  const shownMs = Math.min(copy?.durationMs ?? 0, time.durationMs);
  const leftMs = time.durationMs - shownMs;
  return [
    ...(copy && shownMs > 0 ? [{ ...time, asset: copy, durationMs: shownMs }] : []),
    ...(leftMs > 0
      ? [
          {
            ...time,
            asset: null,
            startMs: time.startMs + shownMs,
            durationMs: leftMs,
            ...(shownMs > 0 ? { isRest: true as const } : {}),
          },
        ]
      : []),
  ];
}

/** The copy whose length is nearest; of equals the one that is the better. */
function nearestCopy(copies: readonly CatalogAsset[], durationMs: DurationMs): CatalogAsset | null {
  let nearest: CatalogAsset | null = null;
  const apartMs = (copy: CatalogAsset): DurationMs => Math.abs(copy.durationMs - durationMs);
  for (const copy of copies) {
    if (nearest === null || apartMs(copy) < apartMs(nearest)) nearest = copy;
  }
  return nearest;
}

/** How much of the first `untilMs` of the content is shown, be it black, and not left to traffic. */
export function shownMsOf(content: AiringContent | null, untilMs: DurationMs): DurationMs {
  const shown = content?.pieces.filter(({ isRest }) => isRest !== true) ?? [];
  return shown.reduce(
    (sum, { startMs, durationMs }) => sum + Math.max(0, Math.min(durationMs, untilMs - startMs)),
    0,
  );
}

function ofPieces(
  pieces: readonly ContentPiece[],
  openStretches: readonly OpenStretch[],
  joints: readonly number[] = [],
): AiringContent | null {
  if (pieces.every(({ asset }) => asset === null)) return null;
  const inside = pieces.flatMap(({ asset, startMs, durationMs }) =>
    (asset?.breakpointsMs ?? []).filter((at) => at < durationMs).map((at) => startMs + at),
  );
  const breakpointsMs = [...new Set([...inside, ...joints])].sort((a, b) => a - b);
  return { pieces, breakpointsMs, openStretches };
}

/** Programmes without breakpoints of their own. */
function openStretchesOf(pieces: readonly ContentPiece[]): OpenStretch[] {
  return pieces
    .filter(({ asset }) => asset && !isInterstitial(asset.kind) && asset.breakpointsMs.length === 0)
    .map(({ startMs, durationMs }) => ({ startMs, endMs: startMs + durationMs }));
}

/**
 * Where one member ends and the next begins, as chapter marks would say it. What opens or closes a package is
 * not parted from it.
 */
function jointsOf(members: readonly AiringMember[]): number[] {
  const isFixed = ({ role }: AiringMember): boolean => role === 'before' || role === 'after';
  return members.flatMap((member, index) => {
    const previous = members[index - 1];
    return previous && !isFixed(previous) && !isFixed(member) ? [member.startMs] : [];
  });
}

/** A piece of an act; the pieces of an act tile it. */
export interface ActPiece extends Act {
  readonly title: string;
  readonly asset: CatalogAsset | null;
}

/** Cuts an act where the content goes from one asset to the next; fades stay at the act's ends. In-points are of the assets. */
export function piecesOfAct(act: Act, content: AiringContent): ActPiece[] {
  const endMs = act.inPointMs + act.durationMs;
  const touched = content.pieces.filter(
    ({ startMs, durationMs }) => startMs < endMs && startMs + durationMs > act.inPointMs,
  );
  return touched.map(({ title, asset, startMs, durationMs }, index) => {
    const fromMs = Math.max(startMs, act.inPointMs);
    // The asset of a single airing may be longer or shorter than when the day was frozen; the act is what counts.
    const isLast = index === touched.length - 1;
    return {
      title,
      asset,
      inPointMs: fromMs - startMs,
      durationMs: (isLast ? endMs : startMs + durationMs) - fromMs,
      transitionIn: index === 0 ? act.transitionIn : NO_TRANSITION,
      transitionOut: isLast ? act.transitionOut : NO_TRANSITION,
    };
  });
}
