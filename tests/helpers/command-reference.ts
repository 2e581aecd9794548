import type { Command } from 'commander';

/** The page of every command: nouns as sections, verbs with what they do and the options of their own. */
export function commandReference(program: Command): string {
  const nouns = program.commands.filter(({ commands }) => commands.length > 0);
  const alone = program.commands.filter(({ commands }) => commands.length === 0);
  return [
    '# Commands',
    '',
    'Every command of `npm run retrovue -- …`, written from the program itself; a test holds the two together',
    '(`RETROVUE_WRITE_GOLDEN=1` writes this page anew).',
    '',
    '- Every command takes `--data <folder>` and `--json`: one line, `{"status":"ok", …}` or `{"status":"error","code","message"}`.',
    '- What changes something takes `--dry-run` and `--yes` (or `--confirm`); what removes something takes `--force` for that too.',
    '- Things are named by id, slug, number or name; names without regard to case and blanks around them.',
    '- Dates are `YYYY-MM-DD`; instants are ISO 8601 with their offset; offsets within a day are `HH:MM` from its start.',
    '- Exit codes: 0 done; 1 refused, not found or not possible; 2 not understood, or a validation found errors; 3 something',
    '  outside does not answer or cannot be had (source, ffmpeg, port, disk, the station’s file). `serve` asked to stop ends with 0;',
    '  asked twice, at once with 128 and the number of the signal.',
    '',
    '## By themselves',
    '',
    ...alone.flatMap((command) => entriesOf(command, command.name())),
    ...nouns.flatMap((noun) => ['', `## ${titleOf(noun)}`, '', ...entriesOf(noun, noun.name())]),
    '',
  ].join('\n');
}

function titleOf(command: Command): string {
  const aliases = command.aliases();
  const names = aliases.length === 0 ? command.name() : `${command.name()} (${aliases.join(', ')})`;
  return `${names}: ${command.description()}`;
}

/** Options that stand at the head of the page. */
const COMMON = ['--data', '--json', '--dry-run', '--yes', '--confirm', '--force'];

function entriesOf(command: Command, path: string): string[] {
  if (command.commands.length > 0) {
    return command.commands.flatMap((verb) => entriesOf(verb, `${path} ${verb.name()}`));
  }
  const args = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name();
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const aliases = command.aliases();
  const also = aliases.length === 0 ? '' : ` Also \`${aliases.join('`, `')}\`.`;
  const own = command.options.filter(
    ({ long }) =>
      !COMMON.includes(long ?? '') || (long === '--force' && path.startsWith('schedule-day')),
  );
  return [
    `- \`${[path, ...args].join(' ')}\`: ${command.description()}.${also}`,
    ...own.map(({ flags, description }) =>
      description === '' ? `  - \`${flags}\`` : `  - \`${flags}\` ${description}`,
    ),
  ];
}
