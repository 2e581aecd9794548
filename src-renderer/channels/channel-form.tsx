import { BREAK_PRESETS, type BreakPreset, breakPreset } from '#shared/model/break-presets.ts';
import { BREAKING_KINDS, type BreakingKind, type BreakRules } from '#shared/model/break-rules.ts';
import type { ChannelFields } from '#shared/model/channel.ts';
import { GRID_MINUTES } from '#shared/model/channel.ts';
import { HOUSE_HEIGHTS, HOUSE_RATES } from '#shared/model/house-format.ts';

import { BreakChoiceField } from '../airing/break-choice.tsx';
import { Select } from '../ui/choice.tsx';
import { NumberField, Switch, TextField } from '../ui/field.tsx';
import { DefaultChoice } from './default-choice.tsx';
import { EncoderLimitField } from './encoder-limit-field.tsx';

/** What is wrong, by field. */
export type FieldErrors = Readonly<Record<string, string>>;

type Change = (changes: Partial<ChannelFields>) => void;

/** Every field of a channel. */
export function ChannelForm({
  fields,
  errors,
  onChange,
  onDefaultFault,
}: {
  readonly fields: ChannelFields;
  readonly errors: FieldErrors;
  readonly onChange: Change;
  /** Told what keeps default programming from being saved; `null` when nothing does. */
  readonly onDefaultFault: (fault: string | null) => void;
}) {
  const errorOf = (field: keyof ChannelFields): string | null => errors[field] ?? null;
  return (
    <div className="flex flex-col gap-5">
      <Section title="Identity">
        <NumberField
          label="Number"
          value={fields.number}
          onChange={(number) => onChange({ number })}
          minimum={1}
          maximum={9_999}
          error={errorOf('number')}
          testId="channel-number"
        />
        <TextField
          label="Name"
          value={fields.name}
          onChange={(name) => onChange({ name })}
          error={errorOf('name')}
          testId="channel-name"
        />
        <Select
          label="Kind"
          value={fields.kind}
          onChange={(kind) => onChange({ kind })}
          options={[
            { value: 'network', label: 'Network: breaks inside programmes' },
            { value: 'movie', label: 'Movies: one break after each' },
          ]}
        />
        <div className="self-center pt-5">
          <Switch
            label="On the air"
            isOn={fields.isActive}
            onChange={(isActive) => onChange({ isActive })}
          />
        </div>
        <Switch
          label="Days air only once approved"
          isOn={fields.requiresApproval}
          onChange={(requiresApproval) => onChange({ requiresApproval })}
          testId="channel-requires-approval"
        />
      </Section>
      <Section title="Time">
        <TextField
          label="Time zone"
          value={fields.timezone}
          onChange={(timezone) => onChange({ timezone })}
          error={errorOf('timezone')}
          testId="channel-timezone"
        />
        <TextField
          label="Broadcast day starts at"
          placeholder="06:00"
          value={fields.dayStart}
          onChange={(dayStart) => onChange({ dayStart })}
          error={errorOf('dayStart')}
        />
        <Select
          label="Grid"
          value={String(fields.gridMinutes)}
          onChange={(minutes) => {
            const gridMinutes = GRID_MINUTES.find((one) => String(one) === minutes);
            if (gridMinutes !== undefined) onChange({ gridMinutes });
          }}
          options={GRID_MINUTES.map((one) => ({
            value: String(one),
            label: `${String(one)} minutes`,
          }))}
        />
      </Section>
      <Section title="Picture and sound">
        <Select
          label="Size"
          value={String(fields.houseFormat.height)}
          onChange={(size) => {
            const height = HOUSE_HEIGHTS.find((one) => String(one) === size);
            if (height !== undefined) onChange({ houseFormat: { ...fields.houseFormat, height } });
          }}
          options={HOUSE_HEIGHTS.map((one) => ({ value: String(one), label: `${String(one)}p` }))}
        />
        <Select
          label="Pictures per second"
          value={fields.houseFormat.rate}
          onChange={(rate) => onChange({ houseFormat: { ...fields.houseFormat, rate } })}
          options={HOUSE_RATES.map((one) => ({ value: one, label: one }))}
        />
        <NumberField
          label="Loudness target (LUFS)"
          value={fields.loudnessTargetLufs}
          onChange={(loudnessTargetLufs) => onChange({ loudnessTargetLufs })}
          minimum={-40}
          maximum={-10}
          step={0.5}
          error={errorOf('loudnessTargetLufs')}
        />
        <Select
          label="Prepare"
          value={fields.preparation}
          onChange={(preparation) => onChange({ preparation })}
          options={[
            { value: 'on-demand', label: 'When somebody watches' },
            { value: 'always', label: 'Always ahead' },
          ]}
        />
        <EncoderLimitField
          limit={fields.preparationLimit}
          onChange={(preparationLimit) => onChange({ preparationLimit })}
        />
      </Section>
      <Section title="Where no plan says anything">
        <DefaultChoice
          value={fields.defaultProgramming}
          onChange={(defaultProgramming) => onChange({ defaultProgramming })}
          onFault={onDefaultFault}
        />
      </Section>
      {fields.kind === 'network' ? (
        <BreakFields rules={fields.breakRules} errors={errors} onChange={onChange} />
      ) : null}
      <Section title="Breaks of one kind of content">
        {BREAKING_KINDS.map((kind) => (
          <BreakChoiceField
            key={kind}
            label={KIND_LABELS[kind]}
            inheritLabel="As the channel breaks"
            value={fields.breakRulesByKind[kind] ?? null}
            onChange={(changes) => {
              const { [kind]: _before, ...others } = fields.breakRulesByKind;
              onChange({
                breakRulesByKind: changes === null ? others : { ...others, [kind]: changes },
              });
            }}
            testId={`channel-breaks-${kind}`}
          />
        ))}
        <NumberField
          label="Trim what runs over by up to (seconds)"
          value={fields.overrunToleranceMs / 1_000}
          onChange={(seconds) => onChange({ overrunToleranceMs: Math.round(seconds * 1_000) })}
          minimum={0}
          maximum={60}
          error={errorOf('overrunToleranceMs')}
        />
        <Select
          label="Shorts that share a slot, in the guide"
          value={fields.shortsInGuide}
          onChange={(shortsInGuide) => onChange({ shortsInGuide })}
          options={[
            { value: 'slot', label: 'One entry together' },
            { value: 'each', label: 'An entry for each' },
          ]}
          testId="channel-shorts-in-guide"
        />
      </Section>
    </div>
  );
}

const KIND_LABELS: Record<BreakingKind, string> = {
  episode: 'Episodes',
  movie: 'Films',
  package: 'Packages',
};

function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: React.ReactNode;
}) {
  return (
    <fieldset>
      <legend className="kicker mb-2">{title}</legend>
      <div className="grid grid-cols-2 items-start gap-3">{children}</div>
    </fieldset>
  );
}

const PRESET_LABELS: Record<BreakPreset, string> = {
  'us-half-hour': 'American half hour',
  'us-hour': 'American hour',
  'uk-hour': 'British hour',
  'movie-channel': 'Movie channel',
  'commercial-free': 'No commercials',
};

/** Fills in the rules of a kind of television; each may be changed afterwards. */
function PresetChoice({ onChange }: { readonly onChange: Change }) {
  return (
    <div className="col-span-2">
      <Select
        label="Break like"
        value="own"
        options={[
          { value: 'own', label: 'As set below' },
          ...BREAK_PRESETS.map((name) => ({ value: name, label: PRESET_LABELS[name] })),
        ]}
        onChange={(name) => {
          if (name !== 'own') onChange(breakPreset(name));
        }}
      />
    </div>
  );
}

function BreakFields({
  rules,
  errors,
  onChange,
}: {
  readonly rules: BreakRules;
  readonly errors: FieldErrors;
  readonly onChange: Change;
}) {
  const set = (changes: Partial<BreakRules>): void =>
    onChange({ breakRules: { ...rules, ...changes } });
  const errorOf = (field: keyof BreakRules): string | null => errors[`breakRules.${field}`] ?? null;
  return (
    <Section title="Breaks">
      <PresetChoice onChange={onChange} />
      <div className="col-span-2">
        <Switch
          label="Compute break points where a file has no chapters"
          isOn={rules.syntheticBreaks}
          onChange={(syntheticBreaks) => set({ syntheticBreaks })}
        />
      </div>
      <NumberField
        label="Computed breaks per half hour"
        value={rules.breaksPerHalfHour}
        onChange={(breaksPerHalfHour) => set({ breaksPerHalfHour })}
        minimum={1}
        maximum={6}
        error={errorOf('breaksPerHalfHour')}
      />
      <NumberField
        label="Fade around them (milliseconds)"
        value={rules.fadeMs}
        onChange={(fadeMs) => set({ fadeMs })}
        minimum={0}
        maximum={2_000}
        step={50}
        error={errorOf('fadeMs')}
      />
      <NumberField
        label="None in the first and last (seconds)"
        value={rules.protectedEdgeMs / 1_000}
        onChange={(seconds) => set({ protectedEdgeMs: Math.round(seconds * 1_000) })}
        minimum={0}
        maximum={600}
        error={errorOf('protectedEdgeMs')}
      />
      <NumberField
        label="At least apart (seconds)"
        value={rules.minimumSpacingMs / 1_000}
        onChange={(seconds) => set({ minimumSpacingMs: Math.round(seconds * 1_000) })}
        minimum={10}
        maximum={3_600}
        error={errorOf('minimumSpacingMs')}
      />
      <NumberField
        label="A break is at most (seconds, 0: no limit)"
        value={(rules.maximumBreakMs ?? 0) / 1_000}
        onChange={(seconds) =>
          set({
            maximumBreakMs: seconds === 0 ? null : Math.max(10_000, Math.round(seconds * 1_000)),
          })
        }
        minimum={0}
        maximum={3_600}
        error={errorOf('maximumBreakMs')}
      />
      <div className="col-span-2 flex flex-col gap-2">
        <Switch
          label="Cut into content at all"
          isOn={rules.cutsContent}
          onChange={(cutsContent) => set({ cutsContent })}
        />
        <Switch
          label="Chapters too keep apart and off the edges"
          isOn={rules.chaptersObeyRules}
          onChange={(chaptersObeyRules) => set({ chaptersObeyRules })}
        />
        <Switch
          label="Open and close breaks with bumpers"
          isOn={rules.bracketingBumpers}
          onChange={(bracketingBumpers) => set({ bracketingBumpers })}
        />
      </div>
    </Section>
  );
}
