import type { AssetSummary } from '#shared/contract/library.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { DayOverride, OverrideScope } from '#shared/model/override.ts';
import type { ScheduleDayRecord } from '#shared/model/airing-record.ts';
import { MS_PER_MINUTE, type EpochMs } from '#shared/time/units.ts';
import { localTimeAt } from '#shared/time/zone.ts';

/** What can be done to one airing by hand. */
export type ChangeType = Exclude<DayOverride['type'], 'plan' | 'pin' | 'preempt' | 'rebalance'>;

/** The form as it stands; only the fields of its type count. */
export interface ChangeForm {
  readonly type: ChangeType;
  readonly scope: OverrideScope;
  readonly asset: AssetSummary | null;
  readonly startAt: EpochMs;
  readonly keptMinutes: number;
}

/** The change that the form means, or `null` while something is missing. */
export function changeOf(entry: GuideEntry, form: ChangeForm): DayOverride | null {
  const target = { airingId: entry.airingId, scope: form.scope };
  switch (form.type) {
    case 'replace':
    case 'insert':
      return form.asset ? { ...target, type: form.type, assetId: form.asset.id } : null;
    case 'remove':
      return { ...target, type: 'remove' };
    case 'shift':
      return form.startAt === entry.startAt
        ? null
        : { ...target, type: 'shift', startAt: form.startAt };
    case 'trim':
      return form.keptMinutes * MS_PER_MINUTE < entry.contentDurationMs
        ? { ...target, type: 'trim', contentDurationMs: form.keptMinutes * MS_PER_MINUTE }
        : null;
  }
}

/** The grid lines of a day that are still ahead, as the clock shows them. An hour that comes twice is told apart by its order. */
export function gridLines(
  day: Pick<ScheduleDayRecord, 'startAt' | 'endAt'>,
  gridMinutes: number,
  timezone: string,
  nowAt: EpochMs,
): { readonly startAt: EpochMs; readonly label: string }[] {
  const lines: { startAt: EpochMs; label: string }[] = [];
  for (let at = day.startAt; at < day.endAt; at += gridMinutes * MS_PER_MINUTE) {
    const label = localTimeAt(timezone, at);
    const isAgain = lines.some((line) => line.label === label);
    lines.push({ startAt: at, label: isAgain ? `${label} (again)` : label });
  }
  return lines.filter(({ startAt }) => startAt >= nowAt);
}
