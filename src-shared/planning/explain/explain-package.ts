import type { Candidate } from '../../model/explanation.ts';
import {
  membersOf,
  type Airing,
  type AiringMember,
  type PackageLineage,
} from '../../model/schedule-day.ts';
import type { PackageMethod } from '../../model/virtual-asset.ts';
import { formatClock } from '../../time/clock-text.ts';

/** What a member is called: its title, with the episode's. */
export function nameOfMember({
  title,
  episodeTitle,
}: Pick<AiringMember, 'title' | 'episodeTitle'>): string {
  return episodeTitle === null ? title : `${title}: ${episodeTitle}`;
}

/** Sentences on what shares the slots of packed shorts; none for other airings. */
export function explainShorts(airing: Airing): string[] {
  const { content, contentDurationMs, startAt, endAt } = airing;
  if (content.kind !== 'shorts') return [];
  const { members } = content;
  const minutes = (ms: number): string => formatClock(ms);
  return [
    `It is short, so ${String(members.length)} share its slots: ${minutes(contentDurationMs)} of content in ${minutes(endAt - startAt)}, as near as they come to what the channel’s breaks leave.`,
    ...members.map((member, index) => `${String(index + 1)}. “${nameOfMember(member)}”.`),
  ];
}

/** Sentences on what an airing of a package consists of and why; none for other airings. */
export function explainPackage({ title, content, lineage }: Airing): string[] {
  if (content.kind !== 'package') return [];
  const { package: chosen, members } = content;
  const { eligibleCount, rotation, cursorBefore } = lineage;
  const assets = `${String(members.length)} asset${members.length === 1 ? '' : 's'}`;
  return [
    `It is the package “${title}”, which became ${assets} when the day was resolved.`,
    ...(chosen.method === null
      ? ['Its sequence is fixed.']
      : [
          `Its rule matched ${String(eligibleCount)} eligible programmes; it takes them ${METHOD_WORDS[chosen.method]}${cursorBefore === null ? '' : ', after where it stood'}.`,
        ]),
    ...members.map(
      (member, index) =>
        `${String(index + 1)}. “${nameOfMember(member)}”: ${reasonOfMember(member, chosen)}.`,
    ),
    ...(rotation?.relaxedToHours === undefined
      ? []
      : [
          `Too little had rested as long as it asks; the rest was relaxed to ${String(rotation.relaxedToHours)} hours.`,
        ]),
    ...(chosen.isShort === true ? ['It is short: there was no more that it could take.'] : []),
    ...(chosen.missingCount === undefined
      ? []
      : [`${String(chosen.missingCount)} of its fixed assets could not air and are left out.`]),
  ];
}

const METHOD_WORDS: Readonly<Record<PackageMethod, string>> = {
  sequential: 'in order',
  random: 'at random, by a seed of channel, package and slot',
  shuffle: 'from a shuffled deck of its own',
  'least-recently-used': 'by which aired longest ago',
};

/** Why a member is in its package, in a few words. */
export function reasonOfMember(member: AiringMember, chosen?: PackageLineage): string {
  switch (member.role) {
    case 'before':
      return 'opens the package';
    case 'after':
      return 'closes the package';
    case 'sequence':
      return 'stands there in its fixed sequence';
    case 'short':
      return 'shares the slots with other shorts';
    case 'chosen':
      return reasonOfChoice(member, chosen?.method ?? null);
  }
}

function reasonOfChoice({ seed, round }: AiringMember, method: PackageMethod | null): string {
  switch (method) {
    case 'random':
      return `drawn by the seed “${seed ?? ''}”`;
    case 'shuffle':
      return `dealt from deck ${String(round ?? 1)}, shuffled by the seed “${seed ?? ''}”`;
    case 'least-recently-used':
      return 'aired longest ago, or never';
    default:
      return 'its turn in order';
  }
}

/** The members of a package, or packed shorts, as what was chosen. */
export function membersAsCandidates({ content }: Pick<Airing, 'content'>): Candidate[] {
  const chosen = content.kind === 'package' ? content.package : undefined;
  return membersOf({ content }).map((member) => ({
    assetId: member.assetId,
    title: member.title,
    episodeTitle: member.episodeTitle,
    isChosen: true,
    reason: reasonOfMember(member, chosen),
  }));
}
