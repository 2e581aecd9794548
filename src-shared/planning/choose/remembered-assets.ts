import type { Channel, DefaultProgramming } from '../../model/channel.ts';
import type { AssetId } from '../../model/ids.ts';
import { packagesIn, ruleOf, traitsOf } from '../../model/content-kinds.ts';
import { POLICY_TRAITS } from '../../model/episode-policy.ts';
import type { Assignment } from '../../model/plan.ts';
import { type DurationMs, MS_PER_DAY, MS_PER_HOUR } from '../../time/units.ts';
import type { Catalog } from './catalog.ts';
import type { ContentPool } from './content-pool.ts';
import { SHORTEST_KEPT_MS, type Remembered } from './remembered.ts';
import { poolOf } from './contents/kinds.ts';
import { workIdOf } from './copies.ts';
import { restHoursOf } from '../plan/packages-in-plans.ts';
import type { PlanningRows } from '../plan/rows-of.ts';
import { recalled } from '../../model/recent.ts';

/** For as long the history outlives the row, or the drive, that it was kept for. */
const KEPT_UNASKED_MS = 90 * MS_PER_DAY;

/** One for every set of plans that is asked about; each edit of a plan may make another. */
const MOST_KEPT = 512;
const remembrances = new WeakMap<Catalog, Map<string, Remembered>>();

/**
 * Assets whose last airing some plan, or the channel's default programming, asks about, by its policy or its rule's rest. Plans
 * not in force count too.
 */
export function assetsToRemember(
  planned: Pick<PlanningRows, 'rows'>,
  catalog: Catalog,
  { defaultProgramming }: Pick<Channel, 'defaultProgramming'>,
): Remembered {
  const inOrder = new Set<ContentPool>();
  const resting = new Set<ContentPool>();
  let restHours = 0;
  const rows = [...planned.rows.map(({ row }) => row), ...rowOf(defaultProgramming)];
  for (const id of new Set(rows.flatMap(({ content }) => packagesIn(content)))) {
    const source = catalog.virtualAssets.get(id);
    const rest = source ? restHoursOf(source) : null;
    const isInOrder = source?.kind === 'rule_based' && source.method === 'least-recently-used';
    const pool = poolOf(catalog, { type: 'virtual_package', virtualAssetId: id });
    if (isInOrder) inOrder.add(pool);
    else if (rest !== null) resting.add(pool);
    restHours = Math.max(restHours, rest ?? 0);
  }
  for (const { content, episodePolicy } of rows) {
    if (traitsOf(content).isAiredOnce) continue;
    const rest = ruleOf(content)?.notAiredWithinHours;
    if (POLICY_TRAITS[episodePolicy].asksWhenAired) inOrder.add(poolOf(catalog, content));
    else if (rest !== undefined) resting.add(poolOf(catalog, content));
    restHours = Math.max(restHours, rest ?? 0);
  }
  const ofCatalog = remembrances.get(catalog) ?? new Map<string, Remembered>();
  remembrances.set(catalog, ofCatalog);
  const keys = [inOrder, resting].map((pools) => [...pools].map(({ key }) => key).sort());
  const name = JSON.stringify([...keys, restHours]);
  return recalled(ofCatalog, name, MOST_KEPT, () =>
    remembranceOf(catalog, inOrder, resting, restHours * MS_PER_HOUR),
  );
}

/** Default programming by a rule, as a row asks. */
function rowOf(programming: DefaultProgramming): Pick<Assignment, 'content' | 'episodePolicy'>[] {
  if (programming.kind !== 'rule') return [];
  const { rule, episodePolicy } = programming;
  return [{ content: { type: 'rule', rule }, episodePolicy }];
}

function remembranceOf(
  catalog: Catalog,
  inOrder: ReadonlySet<ContentPool>,
  resting: ReadonlySet<ContentPool>,
  restMs: DurationMs,
): Remembered {
  const isIn = (pools: Iterable<ContentPool>, id: string): boolean => {
    for (const { byWork } of pools) if (byWork.has(id as AssetId)) return true;
    return false;
  };
  return {
    has: (id) => isIn(inOrder, id) || isIn(resting, id),
    workOf: (id) => workIdOf(catalog, id),
    keptMs(id) {
      if (isIn(inOrder, id)) return Infinity;
      return isIn(resting, id) ? Math.max(restMs, SHORTEST_KEPT_MS) : KEPT_UNASKED_MS;
    },
  };
}
