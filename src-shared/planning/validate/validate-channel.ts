import { Channel, ChannelFields } from '../../model/channel.ts';
import { finding, type Finding, type FindingRule } from '../../model/finding.ts';

/** Which code a field of a channel is checked under. */
const CODES: Readonly<Record<string, FindingRule>> = {
  slug: 'CHN-001',
  name: 'CHN-001',
  gridMinutes: 'CHN-003',
  dayStart: 'CHN-006',
};

/** As an operator may make one today; a stored name may be of a time when more was let through. */
const CheckedChannel = Channel.extend({ name: ChannelFields.shape.name });

/** Minutes past the grid line at which airings start: the day's start decides it for the whole day. */
export function gridOffsetMinutes({
  dayStart,
  gridMinutes,
}: Pick<Channel, 'dayStart' | 'gridMinutes'>): number {
  return Number(dayStart.slice(3, 5)) % gridMinutes;
}

/**
 * What is wrong or unusual about a channel's own settings: fields that no channel may have are errors, one each (CHN-001, -003, -006),
 * a grid of an hour that starts off the hour (CHN-014) and one whose lines fall on odd minutes (CHN-015) are warnings.
 */
export function validateChannel(channel: Channel): Finding[] {
  const found = (rule: FindingRule, message: string, remedy: string): Finding =>
    finding(rule, { message, remedy, subjectId: channel.id });
  const parsed = CheckedChannel.safeParse(channel);
  const issues = new Map<string, string>();
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = path.map(String).join('.');
    if (!issues.has(field)) issues.set(field, message);
  }
  const findings = [...issues].map(([field, message]) =>
    found(
      CODES[field.split('.')[0] ?? ''] ?? 'channel-field',
      `The channel’s ${field} is not as it should be: ${message}`,
      `Change the channel’s ${field}.`,
    ),
  );
  const offset = gridOffsetMinutes(channel);
  if (channel.gridMinutes === 60 && offset !== 0) {
    findings.push(
      found(
        'CHN-014',
        `Programmes start at ${String(offset)} minutes past each hour, as the day starts at ${channel.dayStart}.`,
        'Start the day on the hour, or keep it if that is meant.',
      ),
    );
  }
  if (offset % 5 !== 0) {
    findings.push(
      found(
        'CHN-015',
        `Programmes start on odd minutes, as the day starts at ${channel.dayStart}.`,
        'Start the day at a multiple of five minutes.',
      ),
    );
  }
  return findings;
}
