import { Check, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import {
  Button as AriaButton,
  Tooltip as AriaTooltip,
  TooltipTrigger,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

const LOOKS: Record<ButtonLook, string> = {
  primary: 'bg-accent-fill text-accent-fill-ink border-transparent hover:brightness-110',
  plain: 'bg-raised text-ink border-edge hover:bg-hover',
  quiet: 'bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-raised text-air border-edge hover:bg-hover',
};

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'> {
  readonly children: ReactNode;
  readonly look?: ButtonLook;
  readonly className?: string;
  /** Why it cannot be pressed now. Disables it and says so. */
  readonly blockedReason?: string | null;
  readonly testId?: string;
  /** Square, for an icon alone. */
  readonly isSquare?: boolean;
  /** Explains the button when it is pointed at. */
  readonly hint?: string;
}

/** The one button. */
export function Button({
  children,
  look = 'plain',
  className = '',
  blockedReason = null,
  isDisabled = false,
  testId,
  hint,
  isSquare = false,
  ...rest
}: ButtonProps) {
  const isOff = isDisabled || blockedReason !== null;
  const button = (
    <AriaButton
      {...rest}
      isDisabled={isOff}
      data-testid={testId}
      className={`inline-flex h-7 min-w-7 shrink-0 cursor-default items-center justify-center gap-1.5 rounded-plate border text-13 whitespace-nowrap select-none [&_svg]:shrink-0 disabled:cursor-not-allowed disabled:border-line disabled:bg-transparent disabled:text-ink-3 disabled:brightness-100 ${isSquare ? 'w-7' : 'px-2.5'} ${LOOKS[look]} ${className}`}
    >
      {children}
    </AriaButton>
  );
  if (blockedReason !== null) {
    return (
      <span title={blockedReason} className="inline-flex">
        {button}
      </span>
    );
  }
  if (hint === undefined) return button;
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      {button}
      <Tip>{hint}</Tip>
    </TooltipTrigger>
  );
}

function Tip({ children }: { readonly children: ReactNode }) {
  return (
    <AriaTooltip
      offset={6}
      className="appear z-50 max-w-72 rounded-plate border border-edge bg-raised px-2 py-1 text-12 text-ink shadow-lg"
    >
      {children}
    </AriaTooltip>
  );
}

/** A button with an icon only; its name is read out and shown when it is pointed at. */
export function IconButton({
  label,
  icon,
  ...rest
}: Omit<ButtonProps, 'children' | 'aria-label' | 'hint'> & {
  readonly label: string;
  readonly icon: ReactNode;
}) {
  return (
    <Button look="quiet" {...rest} aria-label={label} hint={label} isSquare>
      {icon}
    </Button>
  );
}

/** A button for work that takes a while: waits, then shows in place whether it went well. */
export function AsyncButton({
  run,
  children,
  ...rest
}: Omit<ButtonProps, 'onPress'> & {
  /** Answers whether it went well. */
  readonly run: () => Promise<boolean>;
}) {
  const [phase, setPhase] = useState<'idle' | 'running' | 'done' | 'failed'>('idle');
  return (
    <Button
      {...rest}
      isPending={phase === 'running'}
      onHoverEnd={() => {
        if (phase !== 'running') setPhase('idle');
      }}
      onPress={() => {
        setPhase('running');
        void run().then((isWell) => {
          setPhase(isWell ? 'done' : 'failed');
        });
      }}
    >
      {phase === 'running' ? <Spinner /> : null}
      {phase === 'done' ? <Check size={14} aria-label="Done" /> : null}
      {phase === 'failed' ? <TriangleAlert size={14} aria-label="Failed" /> : null}
      {children}
    </Button>
  );
}

/** Something is on its way. */
export function Spinner() {
  return (
    <span
      aria-hidden
      className="inline-block size-3 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  );
}
