import { useState } from 'react';

import { AppError } from '#shared/errors/app-error.ts';
import { ChannelFields, DEFAULT_CHANNEL_FIELDS, type Channel } from '#shared/model/channel.ts';

import { asAppError } from '../stores/as-app-error.ts';
import { changesBetween, channelChange } from '../stores/commands.ts';
import { useBlockedReason } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { AsyncButton, Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ChannelForm, type FieldErrors } from './channel-form.tsx';

function fieldsOf(channel: Channel | null, timezone: string, nextNumber: number): ChannelFields {
  return channel
    ? ChannelFields.parse(channel)
    : { ...DEFAULT_CHANNEL_FIELDS, number: nextNumber, name: '', timezone };
}

/** What is wrong with the fields, by field. */
function errorsOf(fields: ChannelFields): FieldErrors {
  const parsed = ChannelFields.safeParse(fields);
  if (parsed.success) return {};
  return Object.fromEntries(
    parsed.error.issues.map((issue) => [
      issue.path.map(String).join('.'),
      issue.path[0] === 'name' ? 'Give the channel a name.' : issue.message,
    ]),
  );
}

/** Makes a channel or changes one. */
export function ChannelDialog({
  channel,
  timezone,
  nextNumber,
  onClose,
}: {
  /** `null` makes a new one. */
  readonly channel: Channel | null;
  readonly timezone: string;
  readonly nextNumber: number;
  readonly onClose: () => void;
}) {
  const { client, notices, undo } = useServices();
  const blockedReason = useBlockedReason();
  const [fields, setFields] = useState(() => fieldsOf(channel, timezone, nextNumber));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [defaultFault, setDefaultFault] = useState<string | null>(null);
  const [isDeleting, setDeleting] = useState(false);

  async function save(): Promise<boolean> {
    const found = errorsOf(fields);
    setErrors(found);
    setRefusal(null);
    if (Object.keys(found).length > 0) return false;
    try {
      if (channel) {
        const label = `Changed ${fields.name}; it applies from the next block that is not locked`;
        const changes = changesBetween<ChannelFields>(channel, fields);
        if (Object.keys(changes).length > 0) {
          await undo.perform(channelChange(client, channel, changes, label));
        }
      } else {
        await client.call('channel.create', fields);
        notices.did(`Made ${fields.name}`);
      }
      onClose();
      return true;
    } catch (error) {
      const refused = asAppError(error);
      const field = refused.details.field;
      if (field !== undefined && Object.hasOwn(fields, field)) {
        setErrors({ [field]: [refused.message, refused.details.remedy].filter(Boolean).join(' ') });
      } else setRefusal(refused);
      return false;
    }
  }

  if (isDeleting && channel) {
    return <DeleteDialog channel={channel} onBack={() => setDeleting(false)} onClose={onClose} />;
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="medium"
      title={channel ? `Channel ${String(channel.number)}, ${channel.name}` : 'New channel'}
      testId="channel-dialog"
      footer={
        <>
          {channel ? (
            <Button
              look="danger"
              className="mr-auto"
              blockedReason={blockedReason}
              onPress={() => setDeleting(true)}
              testId="channel-delete"
            >
              Delete
            </Button>
          ) : null}
          <Button onPress={onClose}>Cancel</Button>
          <AsyncButton
            look="primary"
            testId="channel-save"
            blockedReason={blockedReason ?? defaultFault}
            run={save}
          >
            {channel ? 'Save' : 'Create'}
          </AsyncButton>
        </>
      }
    >
      <ChannelForm
        fields={fields}
        errors={errors}
        onDefaultFault={setDefaultFault}
        onChange={(changes) => {
          setFields((before) => ({ ...before, ...changes }));
        }}
      />
      {refusal ? (
        <p role="alert" className="mt-3 border-l-2 border-conflict pl-2 text-13 text-conflict">
          {refusal.message} {refusal.details.remedy}
        </p>
      ) : null}
    </Dialog>
  );
}

/** Asks for the name, because nothing brings a channel back. */
function DeleteDialog({
  channel,
  onBack,
  onClose,
}: {
  readonly channel: Channel;
  readonly onBack: () => void;
  readonly onClose: () => void;
}) {
  const { client, notices } = useServices();
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<AppError | null>(null);

  async function remove(): Promise<void> {
    try {
      await client.call('channel.delete', { id: channel.id });
      notices.did(`Deleted ${channel.name}`);
      onClose();
    } catch (error) {
      setRefusal(asAppError(error));
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onBack}
      title={`Delete ${channel.name}?`}
      testId="channel-delete-dialog"
      footer={
        <>
          <Button onPress={onBack}>Keep it</Button>
          <Button
            look="danger"
            isDisabled={typed !== channel.name}
            onPress={() => void remove()}
            testId="channel-delete-confirm"
          >
            Delete it
          </Button>
        </>
      }
    >
      <p className="mb-3 text-13 text-ink-2">
        This cannot be taken back. To keep its plans and records, switch it off instead.
      </p>
      <TextField
        label={`Type “${channel.name}” to go on`}
        value={typed}
        onChange={setTyped}
        testId="delete-name"
      />
      {refusal ? (
        <p
          role="alert"
          className="mt-3 border-l-2 border-conflict pl-2 text-13 text-conflict"
          data-testid="delete-refusal"
        >
          {refusal.message} {refusal.details.remedy}
        </p>
      ) : null}
    </Dialog>
  );
}
