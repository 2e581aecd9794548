import type { Command } from 'commander';

import type { PlanManuscript } from '#shared/contract/plan-writing.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Plan } from '#shared/model/plan.ts';
import { workingRows } from '#shared/planning/plan/plan-edits.ts';
import { act, addChange, type CommandRuntime } from '../command-tree.ts';
import { EXIT } from '../exit-code.ts';
import type { PlanDesk } from '../plan-desk.ts';
import { runPlanSession } from '../plan-session.ts';
import type { CommonOptions, Report } from '../run-command.ts';
import { chooseChannel } from '../selection.ts';
import { required } from '../values.ts';
import { type FieldOptions, fieldsOf, withFields } from './plan-options.ts';

/** `plan build`: a session in which a new or existing plan is written, and saved as a whole. */
export function addPlanBuildCommand(plans: Command, runtime: CommandRuntime): void {
  const build = withFields(
    addChange(plans, 'build [channel]', 'write a plan in a session, then save or discard it'),
  ).option('--name <name>', 'a plan of the channel, or a new one');
  act<FieldOptions & CommonOptions>(runtime, build, async (context, options, args) => {
    const { client, terminal } = context;
    const channel = await chooseChannel(client, args[0]);
    const name = required('name', options.name).trim();
    const stored = (await client.call('plan.list', { channelId: channel.id })).find(
      (plan) => plan.name.toLowerCase() === name.toLowerCase(),
    );
    const given = fieldsOf(options);
    const desk: PlanDesk = {
      client,
      channel,
      outcome: null,
      manuscript: manuscriptOf(channel, stored, { ...given, name: stored?.name ?? name }),
      hasUnsaved: stored === undefined || Object.keys(given).length > 1,
      say: (text) => {
        if (options.json === true) terminal.err(text);
        else terminal.out(text);
      },
    };
    desk.say(
      `${stored ? 'Changing' : 'A new'} plan "${name}" on ${channel.name}. "help" says what can be said here.`,
    );
    const prompt = terminal.openPrompt();
    try {
      return reportOf(await runPlanSession(desk, prompt));
    } finally {
      prompt.close();
    }
  });
}

function manuscriptOf(
  channel: Channel,
  stored: Plan | undefined,
  fields: PlanManuscript['fields'],
): PlanManuscript {
  const rows = stored ? workingRows(stored) : [];
  return {
    channelId: channel.id,
    replaces: stored ? { id: stored.id, version: stored.version } : null,
    fields,
    rows: rows.map(({ planId: _planId, ...row }) => row),
    zones: stored?.zones ?? [],
  };
}

function reportOf(outcome: Awaited<ReturnType<typeof runPlanSession>>): Report {
  switch (outcome.type) {
    case 'saved':
      return {
        json: { outcome: 'saved', plan: outcome.plan },
        text: `Saved the plan "${outcome.plan.name}" (${outcome.plan.id}).`,
      };
    case 'discarded':
      return { json: { outcome: 'discarded' }, text: 'Nothing was saved.' };
    case 'aborted':
      return {
        json: { outcome: 'aborted' },
        text: 'Aborted. Nothing was saved.',
        exitCode: EXIT.failed,
      };
  }
}
