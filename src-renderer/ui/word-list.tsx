import { X } from 'lucide-react';
import { useId, useState } from 'react';

/** Several words, each added with Enter or a comma; Backspace in the empty line takes the last one back. */
export function WordList({
  label,
  help,
  words,
  onChange,
  suggestions = [],
  testId,
}: {
  readonly label: string;
  readonly help?: string;
  readonly words: readonly string[];
  readonly onChange: (words: readonly string[]) => void;
  readonly suggestions?: readonly string[];
  readonly testId?: string;
}) {
  const id = useId();
  const [typed, setTyped] = useState('');

  function add(text: string): void {
    const word = text.trim();
    setTyped('');
    if (word !== '' && !words.includes(word)) onChange([...words, word]);
  }

  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-12 text-ink-2">
        {label}
      </label>
      <div className="flex min-h-7 flex-wrap items-center gap-1 rounded-plate border border-edge bg-desk px-1 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus">
        {words.map((word) => (
          <span
            key={word}
            className="inline-flex min-w-0 items-center rounded-plate bg-hover pl-1.5 text-12"
          >
            <span className="truncate">{word}</span>
            <button
              type="button"
              aria-label={`Remove ${word}`}
              className="flex size-6 shrink-0 items-center justify-center text-ink-2 hover:text-ink"
              onClick={() => onChange(words.filter((other) => other !== word))}
            >
              <X size={12} aria-hidden />
            </button>
          </span>
        ))}
        <input
          id={id}
          data-testid={testId}
          list={`${id}-known`}
          aria-describedby={help === undefined ? undefined : `${id}-help`}
          value={typed}
          onChange={({ target }) => {
            const isChosen = suggestions.includes(target.value);
            if (isChosen || target.value.endsWith(',')) add(target.value.replace(/,$/, ''));
            else setTyped(target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              add(typed);
            } else if (event.key === 'Backspace' && typed === '') onChange(words.slice(0, -1));
          }}
          onBlur={() => add(typed)}
          className="h-6 min-w-16 flex-1 bg-transparent px-1 text-13 text-ink outline-none"
        />
        <datalist id={`${id}-known`}>
          {suggestions
            .filter((word) => !words.includes(word))
            .map((word) => (
              <option key={word} value={word} />
            ))}
        </datalist>
      </div>
      {help === undefined ? null : (
        <p id={`${id}-help`} className="text-12 text-ink-3">
          {help}
        </p>
      )}
    </div>
  );
}
