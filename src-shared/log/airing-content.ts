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
  /** `null`: the asset may no longer air. */
  readonly asset: CatalogAsset | null;
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

/** The content of an airing; `null` when nothing of it may air any more. */
export function contentOf(airing: Airing, catalog: Pick<Catalog, 'byId'>): AiringContent | null {
  const assetOf = (id: AssetId): CatalogAsset | null => catalog.byId.get(id) ?? null;
  const { content } = airing;
  if (content.kind === 'slate') return null;
  if (content.kind === 'asset') {
    const asset = assetOf(content.assetId);
    if (!asset) return null;
    const piece = { title: airing.title, asset, startMs: 0, durationMs: airing.contentDurationMs };
    return { pieces: [piece], breakpointsMs: asset.breakpointsMs, openStretches: [] };
  }
  const pieces = content.members.map(
    ({ assetId, title, episodeTitle, startMs, durationMs }): ContentPiece => ({
      title: episodeTitle === null ? title : `${title}: ${episodeTitle}`,
      asset: assetOf(assetId),
      startMs,
      durationMs,
    }),
  );
  if (pieces.every(({ asset }) => asset === null)) return null;
  const inside = pieces.flatMap(({ asset, startMs, durationMs }) =>
    (asset?.breakpointsMs ?? []).filter((at) => at < durationMs).map((at) => startMs + at),
  );
  const breakpointsMs = [...new Set([...inside, ...jointsOf(content.members)])];
  // Packed shorts are short enough: breaks stand between them.
  const openStretches = (content.kind === 'shorts' ? [] : pieces)
    .filter(({ asset }) => asset && !isInterstitial(asset.kind) && asset.breakpointsMs.length === 0)
    .map(({ startMs, durationMs }) => ({ startMs, endMs: startMs + durationMs }));
  return { pieces, breakpointsMs: breakpointsMs.sort((a, b) => a - b), openStretches };
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
