import { z } from 'zod';

import { EpochMsSchema } from './scalars.ts';

/** Every rule of a finding, and how much it weighs: an error is wrong, a warning may be meant. */
const SEVERITIES = {
  // A plan and what it plays.
  'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001': 'error',
  'INV-PLAN-FULL-COVERAGE-001': 'warning',
  'INV-PLAN-GRID-ALIGNMENT-001': 'warning',
  'INV-PLAN-NO-ZONE-OVERLAP-001': 'error',
  'PA-7': 'warning',
  'BREAK-SUPPLY': 'warning',
  'C-ZONE-02': 'warning',
  'SLOT-OVERRUN': 'warning',
  'block-empty': 'warning',
  'block-past-day-end': 'warning',
  'channel-daypart': 'warning',
  'encore-before-first-run': 'error',
  'encore-source-gone': 'error',
  'encore-too-short': 'warning',
  'package-out-of-turn': 'error',
  'package-short': 'warning',
  'pin-in-the-past': 'warning',
  'plan-cron-time': 'warning',
  'plan-never-in-force': 'warning',
  'plan-priority-tie': 'warning',
  'plan-unreachable': 'warning',
  'row-ends-early': 'warning',
  'zone-empty': 'warning',
  // A channel.
  'CHN-001': 'error',
  'CHN-003': 'error',
  'CHN-006': 'error',
  'CHN-014': 'warning',
  'CHN-015': 'warning',
  'channel-field': 'error',
  // A day.
  'INV-EPG-BROADCAST-DAY-BOUNDED-001': 'error',
  'INV-GRID-01': 'error',
  'INV-NO-FOREIGN-CONTENT-001': 'error',
  'INV-P3-009': 'error',
  'INV-SCHEDULEDAY-DERIVATION-TRACEABLE-001': 'error',
  'INV-SCHEDULEDAY-NO-GAPS-001': 'error',
  'INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001': 'error',
  'LAW-ELIGIBILITY': 'error',
  'content-has-grown': 'warning',
  'content-has-shrunk': 'warning',
  'encore-left-behind': 'warning',
  'encore-without-first-run': 'warning',
  'hard-start-kept': 'warning',
  'hard-start-missed': 'warning',
  'later-days-frozen': 'warning',
  'no-active-plan': 'warning',
  'other-copy-airs': 'warning',
  'package-incomplete': 'warning',
  'package-members': 'error',
  'package-over-length': 'warning',
  'pin-starts-on-time': 'warning',
  'rotation-relaxed': 'warning',
  'row-in-missing-hour': 'warning',
  'window-overrun': 'warning',
  'zone-clock-change': 'warning',
  // The log.
  'INV-FRAME-001': 'error',
  'INV-TL-SEAM-001': 'error',
  'INV-TL-SEAM-002': 'error',
  'INV-TL-SEAM-003': 'error',
  'INV-TL-SEAM-004': 'error',
  'MEDIA-SEQUENCE': 'error',
} as const satisfies Readonly<Record<string, 'error' | 'warning'>>;

/** An invariant of docs/invariants.md, or a rule of a validator or of the planner. */
export type FindingRule = keyof typeof SEVERITIES;
export const FindingRule = z.enum(Object.keys(SEVERITIES) as [FindingRule, ...FindingRule[]]);

/** Something a validator or the planner found: an invariant or rule, where, and what to do. */
export const Finding = z.object({
  severity: z.enum(['error', 'warning']),
  rule: FindingRule,
  message: z.string(),
  remedy: z.string(),
  /** The row, airing or event concerned, if one. */
  subjectId: z.string().nullable(),
  startAt: EpochMsSchema.nullable(),
});
export type Finding = z.infer<typeof Finding>;

/** What a finding says; without a start it is about no instant. */
type Said = Pick<Finding, 'message' | 'remedy' | 'subjectId'> & Partial<Pick<Finding, 'startAt'>>;

/** A finding, as severe as its rule. */
export function finding(rule: FindingRule, said: Said): Finding {
  return { severity: SEVERITIES[rule], rule, startAt: null, ...said };
}

/** A finding where its rule is broken with care: something else stands in, or it may be meant. */
export function warning(rule: FindingRule, said: Said): Finding {
  return { ...finding(rule, said), severity: 'warning' };
}
