import { CommanderError } from 'commander';

import { AppError } from '#shared/errors/app-error.ts';
import type { PlanDesk, PlanOutcome } from './plan-desk.ts';
import { createSessionCommands } from './plan-session-commands.ts';
import type { Prompt } from './prompt.ts';
import { splitWords } from './split-words.ts';

/**
 * Reads lines and does what they say until the plan is saved, discarded or left. Ctrl-C asks; input that ends with something
 * unsaved aborts. Mistakes are told and the session goes on.
 */
export async function runPlanSession(desk: PlanDesk, prompt: Prompt): Promise<PlanOutcome> {
  const agrees = async (question: string): Promise<boolean> => {
    const answer = await prompt.next(`${question} [y/N] `);
    return answer.type !== 'line' || /^\s*y/i.test(answer.text);
  };
  for (;;) {
    const mark = desk.hasUnsaved ? '*' : '';
    const answer = await prompt.next(`${desk.manuscript.fields.name}${mark}> `);
    if (answer.type === 'end') return { type: desk.hasUnsaved ? 'aborted' : 'discarded' };
    if (answer.type === 'interrupt') {
      if (await agrees('Abort, and lose what is not saved?')) return { type: 'aborted' };
      continue;
    }
    await obey(desk, answer.text, () => agrees('Leave, and lose what is not saved?'));
    if (desk.outcome) return desk.outcome;
  }
}

async function obey(desk: PlanDesk, line: string, mayLeave: () => Promise<boolean>): Promise<void> {
  try {
    const words = splitWords(line);
    if (words.length === 0) return;
    await createSessionCommands(desk, mayLeave).parseAsync(words, { from: 'user' });
  } catch (error) {
    // What commander refuses, it has already said.
    if (error instanceof CommanderError) return;
    if (!(error instanceof AppError)) throw error;
    desk.say(`Error: ${error.message}`);
    if (error.details.remedy !== undefined) desk.say(error.details.remedy);
  }
}
