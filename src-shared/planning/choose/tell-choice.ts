import type { Lineage } from '../../model/schedule-day.ts';

/** What is known of a choice that neither a seed nor a deck made. */
export interface ToldChoice extends Pick<Lineage, 'cursorBefore' | 'eligibleCount' | 'rotation'> {
  /** What the rotation stood on, in words. */
  readonly before: string;
  /** A sentence on a rest that was relaxed, after a space, or nothing. */
  readonly relaxed: string;
}

/** A sentence on why it is this one. */
export type Tell = (choice: ToldChoice) => string;

/** `3 eligible programmes`. */
export function countOf(count: number, noun: string): string {
  return `${String(count)} eligible ${noun}${count === 1 ? '' : 's'}`;
}

/** By a policy that goes through its pool in the order named. */
export function inOrder(order: string): Tell {
  return ({ cursorBefore, eligibleCount, rotation, before, relaxed }) => {
    const noun = rotation === undefined ? 'episode' : 'programme';
    return cursorBefore === null
      ? `It is the first of ${countOf(eligibleCount, noun)} ${order}.${relaxed}`
      : `It is the next after ${before} among ${countOf(eligibleCount, noun)} ${order}.${relaxed}`;
  };
}

/** Where only the part of an episode that follows another has no seed. */
export const followingPart: Tell = ({ before }) => `It is the part that follows ${before}.`;

export const longestAgo: Tell = (choice) =>
  choice.cursorBefore === null
    ? `Of ${countOf(choice.eligibleCount, 'programme')} it is the one that aired longest ago, or never.${choice.relaxed}`
    : followingPart(choice);

export const inTurn: Tell = ({ cursorBefore, eligibleCount, rotation, before, relaxed }) => {
  const turn =
    rotation?.turn === undefined ? '' : `Entry ${String(rotation.turn + 1)} had its turn. `;
  return cursorBefore === null
    ? `${turn}It is the first of its entry, among ${countOf(eligibleCount, 'programme')} in all.${relaxed}`
    : `${turn}It is the next of its entry after ${before}.${relaxed}`;
};
