import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

import { IconButton } from './button.tsx';

const WIDTHS = { small: 'w-[440px]', medium: 'w-[640px]', large: 'w-[960px]' } as const;

/** A question or a form above everything else. Esc and the cross close it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  width = 'small',
  testId,
  children,
  footer,
  isDark = false,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly width?: keyof typeof WIDTHS;
  readonly testId?: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** Dark in both themes, for pictures. */
  readonly isDark?: boolean;
}) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="fixed inset-0 z-40 flex items-center justify-center bg-black/60 p-6"
    >
      <Modal className={`appear max-h-full max-w-full ${WIDTHS[width]}`}>
        <AriaDialog
          data-testid={testId}
          data-theme={isDark ? 'dark' : undefined}
          className="flex max-h-[calc(100vh-48px)] flex-col outline-none rounded-plate border border-edge bg-panel text-ink shadow-2xl"
        >
          <header className="flex items-center justify-between border-b border-line py-2 pr-2 pl-4">
            <Heading slot="title" className="text-15 font-semibold">
              {title}
            </Heading>
            <IconButton label="Close" icon={<X size={16} />} onPress={onClose} />
          </header>
          <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
          {footer === undefined ? null : (
            <footer className="flex items-center justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
