import { isAiredOnce } from '../../model/content-kinds.ts';
import { finding, type Finding } from '../../model/finding.ts';
import { wallClockOfOffset } from '../../time/broadcast-day.ts';
import type { IsoDate } from '../../time/units.ts';
import { minutesOfLocalTime } from '../../time/zone.ts';
import type { Catalog } from '../choose/catalog.ts';
import { poolOf } from '../choose/contents/kinds.ts';
import { DAYPART_FORBIDS } from '../resolve/daypart-findings.ts';
import { describeDaypart } from '../choose/describe-rule.ts';
import { brokenDayparts } from '../choose/match-rule.ts';
import { describeHeldRow, type HeldPlan, type HeldRow } from '../plan/rows-of.ts';
import type { RestrictingChannel } from '../choose/permitted-catalog.ts';
import type { RuleMoment } from '../choose/rule-moment.ts';

/**
 * Rows, of whatever holder, that some grid slot of theirs leaves nothing to air, because everything they may choose from breaks a rule of the channel
 * for those hours. Each row once, with its first such slot. `date` stands for the dates that rules may ask about.
 */
export function validateDayparts(
  { rows }: Pick<HeldPlan, 'rows'>,
  channel: RestrictingChannel,
  catalog: Catalog,
  date: IsoDate,
): Finding[] {
  if (channel.dayparts.length === 0) return [];
  return rows
    .filter(({ holder }) => holder.kind !== 'zone' || holder.zone.isEnabled)
    .flatMap((held) => {
      const { row } = held;
      const slots = Math.ceil(row.durationMinutes / channel.gridMinutes);
      const starts = isAiredOnce(row.content) ? 1 : slots;
      for (let slot = 0; slot < starts; slot += 1) {
        const offset = row.startOffsetMinutes + slot * channel.gridMinutes;
        const found = forbiddenAt(held, offset, channel, catalog, date);
        if (found) return [found];
      }
      return [];
    });
}

function forbiddenAt(
  held: HeldRow,
  offsetMinutes: number,
  channel: RestrictingChannel,
  catalog: Catalog,
  date: IsoDate,
): Finding | null {
  const { row } = held;
  const at = wallClockOfOffset(channel.dayStart, offsetMinutes);
  const moment: RuleMoment = { time: channel, date, minuteOfDay: minutesOfLocalTime(at) };
  const meant = poolOf(catalog, row.content, moment).assets;
  const broken = channel.dayparts.filter((part) =>
    meant.some((asset) => brokenDayparts(asset, [part], moment).length > 0),
  );
  const isLeft = meant.some((asset) => brokenDayparts(asset, broken, moment).length === 0);
  if (broken.length === 0 || isLeft) return null;
  return finding(DAYPART_FORBIDS, {
    message: `${describeHeldRow(held)} has nothing that may air at ${at}: the channel asks for ${broken.map(describeDaypart).join('; ')}.`,
    remedy: 'Move the row, choose other content for it, or change what the channel asks for then.',
    subjectId: row.id,
  });
}
