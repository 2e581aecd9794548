import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;
type IssueOf<Code extends z.core.$ZodIssueCode> = Extract<Issue, { code: Code }>;
type OutOfRange = IssueOf<'too_small'> | IssueOf<'too_big'>;

/** What is to be written where something of another type was. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  tuple: 'a list',
  set: 'a list',
  object: 'an object of fields',
  record: 'an object of fields',
  map: 'an object of fields',
  date: 'a date',
  file: 'a file',
};

const FORMATS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'an address such as http://example.org',
  date: 'a date as YYYY-MM-DD',
  time: 'a time as HH:MM',
  datetime: 'an instant as 2026-03-08T06:00:00Z',
  duration: 'a length of time as PT1H30M',
  ipv4: 'an address such as 192.0.2.1',
  ipv6: 'an address such as 2001:db8::1',
  json_string: 'JSON',
};

/** What a length is counted in; of anything else the value itself is bounded. */
const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
  set: ['item', 'items'],
  map: ['entry', 'entries'],
  file: ['byte', 'bytes'],
};

/** Says for each kind of issue what is to be written instead, as one sentence; the field is told by who reports it. */
const SENTENCES: { readonly [Code in z.core.$ZodIssueCode]: (issue: IssueOf<Code>) => string } = {
  invalid_type: ({ expected, input, schema }) => {
    if (expected === 'never' || expected === 'undefined' || expected === 'void') {
      return 'Leave this out.';
    }
    const what = isWholeNumber(schema) ? TYPES['int'] : TYPES[expected];
    const asked = what === undefined ? 'Give a value here.' : `Write ${what}.`;
    return input === undefined ? `This is missing. ${asked}` : asked;
  },
  too_small: rangeText,
  too_big: rangeText,
  invalid_format: (issue) => {
    const text = (value: unknown): string => JSON.stringify(value);
    if (issue.format === 'starts_with')
      return `Write text that starts with ${text(issue['prefix'])}.`;
    if (issue.format === 'ends_with') return `Write text that ends with ${text(issue['suffix'])}.`;
    if (issue.format === 'includes') return `Write text that has ${text(issue['includes'])} in it.`;
    const what = FORMATS[issue.format];
    return what === undefined ? 'This is not written as it must be.' : `Write ${what}.`;
  },
  not_multiple_of: ({ divisor }) => `Write a multiple of ${String(divisor)}.`,
  unrecognized_keys: ({ keys }) =>
    keys.length === 1
      ? `There is no field "${String(keys[0])}"; leave it out.`
      : `There are no fields ${inWords(
          keys.map((key) => `"${key}"`),
          'and',
        )}; leave them out.`,
  invalid_value: ({ values }) => choiceOf(values),
  invalid_union: (issue) => {
    if (issue['options'] !== undefined) return choiceOf(issue['options'] as readonly unknown[]);
    return unionText(issue.errors as readonly (readonly z.core.$ZodIssue[])[]);
  },
  invalid_key: ({ issues }) => within('The name of a field is not as it must be.', issues),
  invalid_element: ({ issues }) => within('An entry is not as it must be.', issues),
  custom: () => 'This is not as it must be.',
};

/**
 * The sentence for an issue that its schema has no sentence for. Installed as zod's own by importing this file, so that no text
 * of the library reaches anybody.
 */
export function issueText(issue: Issue): string {
  // An issue and the sentence under its code belong together, which the compiler cannot follow through the table.
  const sentence = SENTENCES[issue.code] as ((issue: Issue) => string) | undefined;
  return sentence?.(issue) ?? 'This is not as it must be.';
}

z.config({ localeError: issueText });

/** The first issue: its field, dots between the levels, empty for the whole value; and what is to be written there. */
export function firstIssue({ issues }: Pick<z.core.$ZodError, 'issues'>): {
  readonly field: string;
  readonly message: string;
} {
  const [issue] = issues;
  return {
    field: issue?.path.map(String).join('.') ?? '',
    message: issue?.message ?? 'This is not as it must be.',
  };
}

interface Bound {
  readonly at: number | bigint;
  readonly isIncluded: boolean;
}

/** The whole range, where its schema knows both ends. */
function rangeText(issue: OutOfRange): string {
  if (issue.origin === 'date')
    return `Write ${issue.code === 'too_small' ? 'a later' : 'an earlier'} date.`;
  const broken: Bound =
    issue.code === 'too_small'
      ? { at: issue.minimum, isIncluded: issue.inclusive !== false }
      : { at: issue.maximum, isIncluded: issue.inclusive !== false };
  const least = issue.code === 'too_small' ? broken : boundOf(issue.schema, LEAST);
  const most = issue.code === 'too_big' ? broken : boundOf(issue.schema, MOST);
  const unit = UNITS[issue.origin];
  const text = ({ at }: Bound): string => String(at);
  const counted = (bound: Bound): string =>
    unit ? `${text(bound)} ${unit[Number(bound.at) === 1 ? 0 : 1]}` : text(bound);
  if (issue.exact === true) return `Write exactly ${counted(broken)}.`;
  const isWhole = issue.origin === 'int' || isWholeNumber(issue.schema);
  const what = unit ? '' : isWhole ? 'a whole number ' : 'a number ';
  if (least && most && least.isIncluded && most.isIncluded) {
    return unit
      ? `Write ${text(least)} to ${counted(most)}.`
      : `Write ${what}from ${text(least)} to ${text(most)}.`;
  }
  const ends = [
    least && `${least.isIncluded ? 'at least' : 'more than'} ${counted(least)}`,
    most && `${most.isIncluded ? 'at most' : 'less than'} ${counted(most)}`,
  ];
  const [first = '', second] = ends.filter((end) => typeof end === 'string');
  const of = unit ? '' : 'of ';
  return `Write ${what}${of}${first}${second === undefined ? '' : ` and ${second}`}.`;
}

/** The checks of a schema that bound its values or their length. */
interface BoundingCheck {
  readonly check: string;
  readonly value?: number | bigint;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly inclusive?: boolean;
}

const LEAST = ['greater_than', 'min_length', 'min_size'];
const MOST = ['less_than', 'max_length', 'max_size'];

/** An end of a schema's range; `null` for none. */
function boundOf(schema: z.core.$ZodType | undefined, kinds: readonly string[]): Bound | null {
  const checks = schema?._zod.def.checks ?? [];
  const defs = checks.map((check) => check._zod.def as BoundingCheck);
  const def = defs.findLast(({ check }) => kinds.includes(check));
  const at = def?.value ?? def?.minimum ?? def?.maximum;
  return at === undefined ? null : { at, isIncluded: def?.inclusive !== false };
}

function isWholeNumber(schema: z.core.$ZodType | undefined): boolean {
  return (
    schema !== undefined && 'format' in schema._zod.def && schema._zod.def.format === 'safeint'
  );
}

function choiceOf(values: readonly unknown[]): string {
  const words = values.map((value) => (typeof value === 'string' ? value : String(value)));
  return words.length === 1 ? `Write ${words.join('')}.` : `Choose ${inWords(words, 'or')}.`;
}

/** What the alternative asks for that what was written came nearest to; of several that it is nothing like, all. */
function unionText(alternatives: readonly (readonly z.core.$ZodIssue[])[]): string {
  const firsts = alternatives.flatMap(([issue]) => (issue ? [issue] : []));
  const [nearest] = firsts.toSorted((one, other) => other.path.length - one.path.length);
  if (!nearest) return 'This is more than one thing at once; write one of them.';
  if (nearest.path.length > 0) return withField(nearest);
  return [...new Set(firsts.map(({ message }) => message))].join(' Or: ');
}

function within(sentence: string, issues: readonly z.core.$ZodIssue[]): string {
  const [issue] = issues;
  return issue ? `${sentence} ${withField(issue)}` : sentence;
}

function withField({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `"${path.map(String).join('.')}": ${message}`;
}

function inWords(words: readonly string[], joint: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${joint} ${String(words.at(-1))}`;
}
