/**
 * The second way of naming plans and rows: below their channel instead of beside it.
 *
 *     channel plan <channel> add|build|list …          = schedule-plan add|build|list … --channel <channel>
 *     channel plan <channel> show|update|… <plan> …    = schedule-plan show|update|… <plan> … --channel <channel>
 *     channel plan <channel> <plan> program add …      = schedule-plan assignment add … --plan-id <plan> --channel <channel>
 *     channel program <channel> <plan> [program] add … = the same; so are `program list` and `program delete <id>`
 *
 * Anything else is left as it is.
 */
export function expandNestedForms(args: readonly string[]): string[] {
  const start = indexOfCommand(args);
  const [noun, form, channel, ...rest] = args.slice(start);
  if (noun !== 'channel' || channel === undefined || channel.startsWith('-')) return [...args];
  const head = args.slice(0, start);
  if (form === 'program') {
    const [plan, ...words] = rest;
    return (
      rowsOf(head, channel, plan, words[0] === 'program' ? words.slice(1) : words) ?? [...args]
    );
  }
  if (form !== 'plan') return [...args];
  const [first, second] = rest;
  if (first !== undefined && second === 'program') {
    return rowsOf(head, channel, first, rest.slice(2)) ?? [...args];
  }
  if (first === undefined || first.startsWith('-')) return [...args];
  const words = rest.slice(1);
  return first === 'build'
    ? [...head, 'schedule-plan', first, channel, ...words]
    : [...head, 'schedule-plan', first, ...words, '--channel', channel];
}

const ROW_VERBS: Readonly<Record<string, string>> = { add: 'add', list: 'list', delete: 'remove' };

function rowsOf(
  head: readonly string[],
  channel: string,
  plan: string | undefined,
  [verb, ...words]: readonly string[],
): string[] | null {
  const ours = verb === undefined ? undefined : ROW_VERBS[verb];
  if (plan === undefined || plan.startsWith('-') || ours === undefined) return null;
  const command = [...head, 'schedule-plan', 'assignment', ours, ...words];
  return ours === 'remove' ? command : [...command, '--plan-id', plan, '--channel', channel];
}

/** Where the first word stands that is neither an option of the whole program nor its value. */
function indexOfCommand(args: readonly string[]): number {
  let index = 0;
  while (index < args.length && args[index]?.startsWith('-') === true) {
    index += args[index] === '--data' ? 2 : 1;
  }
  return index;
}
