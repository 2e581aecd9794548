import { packagesIn } from '../../model/content-kinds.ts';
import type { VirtualAssetId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import type { VirtualAsset } from '../../model/virtual-asset.ts';

const HOURS_PER_DAY = 24;

/** The packages that a plan names in its published rows and its zones, and in its draft, each once. */
export function packagesInPlan(
  plan: Pick<Plan, 'assignments' | 'zones'> & Partial<Pick<Plan, 'draft'>>,
): {
  readonly published: ReadonlySet<VirtualAssetId>;
  readonly drafted: ReadonlySet<VirtualAssetId>;
} {
  const contents = plan.assignments.map(({ content }) => content);
  const ofZones = (plan.zones ?? []).flatMap(({ items }) => items);
  return {
    published: new Set([...contents, ...ofZones].flatMap(packagesIn)),
    drafted: new Set((plan.draft ?? []).flatMap(({ content }) => packagesIn(content))),
  };
}

/** Hours for which the package wants its programmes to rest; `null` for none. */
export function restHoursOf(source: VirtualAsset): number | null {
  if (source.kind === 'fixed_sequence') return null;
  const days = source.excludeRecentDays;
  const hours = Math.max(
    days === null ? 0 : days * HOURS_PER_DAY,
    source.rule.notAiredWithinHours ?? 0,
  );
  return hours === 0 ? null : hours;
}
