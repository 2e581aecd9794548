import { finding, type Finding } from '../../model/finding.ts';
import { assetIdsOfRun } from '../../model/schedule-day.ts';
import { localTimeAt } from '../../time/zone.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { eligibleCopy } from '../choose/copies.ts';
import { poolOf } from '../choose/contents/kinds.ts';
import type { DayBuilder } from './day-builder.ts';
import { describeDaypart } from '../choose/describe-rule.ts';
import { firstRunAt, type EncoreSlot } from './encore.ts';
import { brokenDayparts } from '../choose/match-rule.ts';
import { momentAt, type RuleMoment } from '../choose/rule-moment.ts';
import type { PlanWindow } from '../plan/windows.ts';

/** The rule of the finding that the channel's rules for hours leave a row nothing to air. */
export const DAYPART_FORBIDS = 'channel-daypart';

/** What the window means at the builder's cursor, whatever the hours. */
function meantBy(
  builder: DayBuilder,
  catalog: Catalog,
  window: PlanWindow,
  encore: EncoreSlot | null,
  moment: RuleMoment,
): readonly CatalogAsset[] {
  if (encore === null) return poolOf(catalog, window.assignment.content, moment).assets;
  return firstRunAt(builder.firstRuns, encore).flatMap((run) =>
    assetIdsOfRun(run).flatMap((id) => eligibleCopy(catalog, id) ?? []),
  );
}

/**
 * Everything that the window may choose from breaks a rule of the channel for these hours; `null` where none of it does, so
 * that something else must be missing.
 */
export function forbiddenByHours(
  builder: DayBuilder,
  catalog: Catalog,
  window: PlanWindow,
  encore: EncoreSlot | null,
): Finding | null {
  const { channel, date, cursorAt } = builder;
  const moment = momentAt(channel, date, cursorAt);
  const meant = meantBy(builder, catalog, window, encore, moment);
  const broken = channel.dayparts.filter((part) =>
    meant.some((asset) => brokenDayparts(asset, [part], moment).length > 0),
  );
  if (broken.length === 0) return null;
  const clock = (at: number): string => localTimeAt(channel.timezone, at);
  const what =
    meant.length === 1
      ? 'What the row plays may not air'
      : `None of the ${String(meant.length)} programmes of the row may air`;
  return finding(DAYPART_FORBIDS, {
    message: `${what} at ${clock(cursorAt)} (row at ${clock(window.startAt)}): the channel asks for ${broken.map(describeDaypart).join('; ')}. Default programming fills it.`,
    remedy:
      'Move the row, choose other content for it, or change what the channel asks for at these hours.',
    subjectId: window.assignment.id,
    startAt: cursorAt,
  });
}
