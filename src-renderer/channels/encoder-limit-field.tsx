import { Select } from '../ui/choice.tsx';

/** How many encoders may prepare material of a channel at once; `null`: as many as the station has. */
export function EncoderLimitField({
  limit,
  onChange,
}: {
  readonly limit: number | null;
  readonly onChange: (limit: number | null) => void;
}) {
  return (
    <Select
      label="Encoders at once"
      value={String(limit ?? 'all')}
      onChange={(count) => onChange(count === 'all' ? null : Number(count))}
      options={[
        { value: 'all', label: 'As many as the station has' },
        ...choicesWith(limit).map((count) => ({
          value: String(count),
          label: count === 1 ? 'One' : `At most ${String(count)}`,
        })),
      ]}
    />
  );
}

/** The usual limits, and the one that is set. */
function choicesWith(limit: number | null): number[] {
  return [...new Set([1, 2, 4, ...(limit === null ? [] : [limit])])].sort((a, b) => a - b);
}
