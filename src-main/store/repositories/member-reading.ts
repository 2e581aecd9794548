import { sql } from 'kysely';

import type { AssetId, ChannelId } from '#shared/model/ids.ts';
import type { EpochMs } from '#shared/time/units.ts';

import type { Database } from '../database.ts';

/** Live airings of packages from the instant on that have the asset among their members. */
export async function countPackagesWith(
  db: Database,
  assetId: AssetId,
  from: EpochMs,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count
    FROM airings JOIN schedule_days USING (generation)
    WHERE airings.members IS NOT NULL AND airings.start_at >= ${from}
      AND schedule_days.superseded_at IS NULL
      AND EXISTS (SELECT 1 FROM json_each(airings.members) AS member
        WHERE member.value ->> 'assetId' = ${assetId})`.execute(db);
  return rows[0]?.count ?? 0;
}

/** When the channel last began a package with each of the assets before the instant; never: not among the rows. */
export async function lastMemberStarts(
  db: Database,
  channelId: ChannelId,
  assetIds: readonly AssetId[],
  at: EpochMs,
): Promise<{ assetId: AssetId; startAt: EpochMs }[]> {
  const { rows } = await sql<{ assetId: AssetId; startAt: EpochMs }>`
    SELECT member.value ->> 'assetId' AS assetId, max(airings.start_at) AS startAt
    FROM airings JOIN schedule_days USING (generation), json_each(airings.members) AS member
    WHERE airings.members IS NOT NULL AND airings.start_at < ${at}
      AND +airings.channel_id = ${channelId} AND schedule_days.superseded_at IS NULL
      AND member.value ->> 'assetId' IN (${sql.join(assetIds)})
    GROUP BY member.value ->> 'assetId'`.execute(db);
  return rows;
}
