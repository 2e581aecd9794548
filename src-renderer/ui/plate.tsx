/** A number engraved on a bevelled plate. */
export function Plate({
  number,
  size = 'small',
  isLit = false,
}: {
  readonly number: number;
  readonly size?: 'small' | 'large';
  /** Whether the tally lamp is lit. */
  readonly isLit?: boolean;
}) {
  return (
    <span className="plate" data-size={size} data-tally={isLit ? 'on' : 'off'}>
      {number}
    </span>
  );
}
