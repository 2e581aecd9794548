import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

import { IconButton } from './button.tsx';

/** An address with a button that copies it. */
export function CopyLine({ label, text }: { readonly label: string; readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="flex min-w-0 items-center gap-2">
      <span className="w-16 shrink-0 text-12 text-ink-3">{label}</span>
      <code
        className="min-w-0 flex-1 truncate rounded-plate bg-desk px-2 py-1 font-mono text-12 text-ink-2 select-all"
        title={text}
      >
        {text}
      </code>
      <IconButton
        label={isCopied ? `${label} copied` : `Copy ${label}`}
        icon={isCopied ? <Check size={14} /> : <Copy size={14} />}
        onPress={() => {
          void navigator.clipboard.writeText(text).then(() => {
            setCopied(true);
          });
        }}
      />
    </div>
  );
}
