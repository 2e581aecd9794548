import { useState } from 'react';

import type { ContentRule } from '#shared/model/content-rule.ts';
import {
  EPISODE_POLICIES,
  POLICY_TRAITS,
  type EpisodePolicy,
} from '#shared/model/episode-policy.ts';

import { useRemote } from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';
import { Select } from '../ui/choice.tsx';
import { OptionalNumberField, TextArea, TextField } from '../ui/field.tsx';
import { WordList } from '../ui/word-list.tsx';
import { RuleMatches } from './rule-matches.tsx';
import { readRule, spanOf, withField, writeRule } from './rule-text.ts';

const KINDS = [
  { value: 'both', label: 'Films and episodes' },
  { value: 'movie', label: 'Films only' },
  { value: 'episode', label: 'Episodes only' },
] as const;

/** What a programme must be, in fields for what is usual and as text for everything. */
export function RuleForm({
  rule,
  policy,
  onRule,
  onPolicy,
  onFault,
}: {
  readonly rule: ContentRule;
  readonly policy: EpisodePolicy;
  readonly onRule: (rule: ContentRule) => void;
  readonly onPolicy: (policy: EpisodePolicy) => void;
  /** Told when the text is no rule, and again with `null` when it is one. */
  readonly onFault: (fault: string | null) => void;
}) {
  const known = valueOf(useRemote('series.list', { text: '' }, ['library.changed'])) ?? [];
  const [onlyKind = 'both', ...otherKinds] = rule.kind ?? [];
  const set = <Field extends keyof ContentRule>(field: Field, value: ContentRule[Field]): void => {
    onFault(null);
    onRule(withField(rule, field, value));
  };
  return (
    <div className="col-span-2 grid grid-cols-2 items-start gap-3" data-testid="rule-form">
      <Select
        label="Kind"
        value={otherKinds.length > 0 ? 'both' : onlyKind}
        onChange={(kind) => set('kind', kind === 'both' ? undefined : [kind])}
        options={KINDS}
        testId="rule-kind"
      />
      <Select
        label="What comes next"
        value={policy}
        onChange={onPolicy}
        options={EPISODE_POLICIES.map((value) => ({ value, label: POLICY_TRAITS[value].label }))}
        testId="rule-policy"
      />
      <WordList
        label="Series, one of these"
        words={rule.series ?? []}
        onChange={(series) => set('series', [...series])}
        suggestions={known.map(({ title }) => title)}
        testId="rule-series"
      />
      <WordList
        label="Genres, one of these"
        words={rule.genre ?? []}
        onChange={(genre) => set('genre', [...genre])}
        testId="rule-genre"
      />
      <WordList
        label="Tags, one of these"
        words={rule.anyTag ?? []}
        onChange={(tags) => set('anyTag', [...tags])}
        testId="rule-any-tag"
      />
      <WordList
        label="Tags, all of these"
        words={rule.tags ?? []}
        onChange={(tags) => set('tags', [...tags])}
        testId="rule-tags"
      />
      <TextField
        label="Words in the title"
        value={rule.title ?? ''}
        onChange={(title) => set('title', title)}
        testId="rule-title"
      />
      <OptionalNumberField
        label="Rests after it has aired (hours)"
        value={rule.notAiredWithinHours ?? null}
        minimum={1}
        onChange={(hours) => set('notAiredWithinHours', hours ?? undefined)}
        testId="rule-rest"
      />
      <div className="grid grid-cols-2 gap-3">
        <OptionalNumberField
          label="From year"
          value={rule.year?.from ?? null}
          minimum={1_800}
          onChange={(from) => set('year', spanOf(['from', 'to'], from, rule.year?.to ?? null))}
          testId="rule-year-from"
        />
        <OptionalNumberField
          label="To year"
          value={rule.year?.to ?? null}
          minimum={1_800}
          onChange={(to) => set('year', spanOf(['from', 'to'], rule.year?.from ?? null, to))}
          testId="rule-year-to"
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <OptionalNumberField
          label="Minutes, at least"
          value={rule.durationMinutes?.min ?? null}
          minimum={0}
          onChange={(min) =>
            set('durationMinutes', spanOf(['min', 'max'], min, rule.durationMinutes?.max ?? null))
          }
          testId="rule-minutes-min"
        />
        <OptionalNumberField
          label="At most"
          value={rule.durationMinutes?.max ?? null}
          minimum={1}
          onChange={(max) =>
            set('durationMinutes', spanOf(['min', 'max'], rule.durationMinutes?.min ?? null, max))
          }
          testId="rule-minutes-max"
        />
      </div>
      <RuleText rule={rule} onRule={onRule} onFault={onFault} />
      <RuleMatches rule={rule} />
    </div>
  );
}

/** The whole rule as text: what the fields do not show can be written and read here. */
function RuleText({
  rule,
  onRule,
  onFault,
}: {
  readonly rule: ContentRule;
  readonly onRule: (rule: ContentRule) => void;
  readonly onFault: (fault: string | null) => void;
}) {
  /** What was typed, for as long as the rule is still the one that it led to. */
  const [typed, setTyped] = useState<{ text: string; fault: string | null; led: string } | null>(
    null,
  );
  const isOwn = typed?.led === writeRule(rule);
  return (
    <details className="col-span-2" data-testid="rule-as-text">
      <summary className="cursor-default rounded-plate py-1 text-12 text-ink-2 hover:text-ink">
        The whole rule as text
      </summary>
      <TextArea
        label="Rule (JSON)"
        lines={6}
        value={isOwn ? typed.text : writeRule(rule)}
        error={isOwn ? typed.fault : null}
        help="Also people, ratings, seasons, decades, hours of the day and what to leave out: docs/content-rules.md."
        onChange={(text) => {
          const read = readRule(text);
          setTyped({ text, fault: read.fault, led: writeRule(read.rule ?? rule) });
          onFault(read.fault);
          if (read.rule !== null) onRule(read.rule);
        }}
        testId="rule-text"
      />
    </details>
  );
}
