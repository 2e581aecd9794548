import { randomUUID } from 'node:crypto';

import { Command } from 'commander';

import { contentKey } from '#shared/contract/plan.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import { AssignmentId, PlanId } from '#shared/model/ids.ts';
import type { Assignment } from '#shared/model/plan.ts';
import { scheduleTimeOf } from '#shared/model/scalars.ts';
import { applyPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { rowOf, type RowOptions, withRow } from './commands/assignment-commands.ts';
import { type FieldOptions, fieldsOf, withFields } from './commands/plan-options.ts';
import { airingsTable } from './day-table.ts';
import { findingsText } from './findings.ts';
import { change, type PlanDesk } from './plan-desk.ts';
import { addZones, zonesText } from './plan-session-zones.ts';
import { chooseDate } from './selection.ts';
import { formatFields, tableOr } from './table.ts';
import { integerOf } from './values.ts';

/** Stands in for the id of a plan that is not stored yet. */
const UNSAVED = PlanId.parse('unsaved');

/** The commands of one line of a session. `mayLeave` asks before unsaved work is lost. */
export function createSessionCommands(desk: PlanDesk, mayLeave: () => Promise<boolean>): Command {
  const program = new Command('')
    .usage('<command>')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        desk.say(text.trimEnd());
      },
      writeErr: (text) => {
        desk.say(text.trimEnd());
      },
    })
    .helpCommand('help [command]', 'what can be said here');
  addRows(program, desk);
  addZones(program, desk);
  addPlanVerbs(program, desk);
  addEndings(program, desk, mayLeave);
  return program;
}

function addRows(program: Command, desk: PlanDesk): void {
  const group = program
    .command('assignment')
    .aliases(['row', 'program'])
    .description('the rows of the plan');
  const add = withRow(group.command('add').alias('create').description('add a row'));
  add.action(async () => {
    const given = await rowOf(desk.client, add.opts<RowOptions>(), desk.manuscript);
    const { startOffsetMinutes, durationMinutes, content } = given;
    if (startOffsetMinutes === undefined) throw missing('start');
    if (durationMinutes === undefined) throw missing('duration');
    if (content === undefined) throw missing('content-reference');
    const row: Omit<Assignment, 'planId'> = {
      id: AssignmentId.parse(randomUUID()),
      episodePolicy: 'sequential',
      operatorIntent: null,
      labelId: null,
      ...given,
      startOffsetMinutes,
      durationMinutes,
      content,
    };
    const rows = [...desk.manuscript.rows, row];
    const ordered = applyPlanEdits(
      [],
      rows.map((each) => ({ type: 'insert', assignment: { ...each, planId: UNSAVED } })),
    );
    change(desk, { rows: ordered });
    desk.say(`Added row ${String(ordered.findIndex(({ id }) => id === row.id) + 1)}.`);
  });
  group
    .command('list')
    .description('the rows by start, numbered')
    .action(() => {
      desk.say(rowsText(desk));
    });
  group
    .command('remove <number>')
    .alias('delete')
    .description('remove a row, by its number')
    .action((text: string) => {
      const number = integerOf('number', text);
      const row = desk.manuscript.rows[number - 1];
      if (!row) throw notFound('row', text);
      change(desk, { rows: desk.manuscript.rows.filter((each) => each !== row) });
      desk.say(`Removed row ${text}.`);
    });
}

function addPlanVerbs(program: Command, desk: PlanDesk): void {
  program
    .command('show')
    .description('the plan as it is now')
    .action(() => {
      const fields = Object.entries(desk.manuscript.fields).map(
        ([name, value]): [string, string] => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ],
      );
      desk.say(`${formatFields(fields)}\n\n${rowsText(desk)}\n\n${zonesText(desk)}`);
    });
  const set = withFields(program.command('set').description('change fields of the plan')).option(
    '--name <name>',
    'unique on the channel',
  );
  set.action(() => {
    const fields = { ...desk.manuscript.fields, ...fieldsOf(set.opts<FieldOptions>()) };
    change(desk, { fields });
    desk.say('Changed.');
  });
  program
    .command('validate')
    .description('what is wrong or doubtful')
    .action(async () => {
      const { findings } = await desk.client.call('plan.rehearse', { plan: desk.manuscript });
      desk.say(findingsText(findings, 'Nothing to complain of.'));
    });
  program
    .command('preview [words...]')
    .usage('[day] [YYYY-MM-DD]')
    .description('what a day would be; today unless given')
    .action(async (words: readonly string[]) => {
      const [text] = words[0] === 'day' ? words.slice(1) : words;
      const date = await chooseDate(desk.client, desk.channel, text);
      const { day } = await desk.client.call('plan.rehearse', { plan: desk.manuscript, date });
      if (day) desk.say(airingsTable(desk.channel, day));
    });
}

function addEndings(program: Command, desk: PlanDesk, mayLeave: () => Promise<boolean>): void {
  program
    .command('save')
    .description('save everything at once and leave')
    .action(async () => {
      const plan = await desk.client.call('plan.save', desk.manuscript);
      desk.outcome = { type: 'saved', plan };
    });
  program
    .command('discard')
    .description('leave; nothing is saved')
    .action(() => {
      desk.outcome = { type: 'discarded' };
    });
  program
    .command('quit')
    .alias('exit')
    .description('leave; asks when something is not saved')
    .action(async () => {
      if (!desk.hasUnsaved || (await mayLeave())) desk.outcome = { type: 'discarded' };
    });
}

function missing(option: string) {
  return invalidInput(option, `--${option} is missing.`, `Say --${option}.`);
}

function rowsText(desk: PlanDesk): string {
  return tableOr(
    'The plan has no rows.',
    ['NO', 'START', 'MINUTES', 'CONTENT', 'POLICY'],
    desk.manuscript.rows.map((row, index) => [
      String(index + 1),
      scheduleTimeOf(row.startOffsetMinutes),
      String(row.durationMinutes),
      contentKey(row.content),
      row.episodePolicy,
    ]),
  );
}
