import { Alert, Button, Checkbox, Group, Stack } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { download, useCopy } from '../../parts/copy';
import { useRef } from 'react';
import './recovery-codes.css';
import { Dialog } from '../../parts/dialog';

/** Shown once: neither Esc nor a click beside it closes the dialog. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const [stored, setStored] = useState(false);
  const list = useRef<HTMLPreElement>(null);
  const [state, copy] = useCopy(list);
  const text = codes.join('\n');
  return (
    <Dialog
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your recovery codes"
      size={440}
    >
      <Stack gap="md">
        <Alert color="orange" icon={<IconAlertTriangle size={18} stroke={1.75} />} className="warning">
          Store them now: they won’t be shown again. Each logs you in once when your app isn’t at hand.
        </Alert>
        <pre ref={list} className="recovery-codes" tabIndex={-1}>
          {text}
        </pre>
        <Group gap="xs">
          <Button onClick={() => void copy(text).then((copied) => copied && setStored(true))} data-autofocus>
            {state === 'copied' ? 'Copied' : 'Copy codes'}
          </Button>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.75} />}
            onClick={() => {
              download('scopegate-recovery-codes.txt', `${text}\n`);
              setStored(true);
            }}
          >
            Download codes
          </Button>
          <span role="status">{state === 'refused' && 'The browser refused. The text is selected: press Ctrl+C.'}</span>
        </Group>
        <Checkbox
          label="I have stored them"
          checked={stored}
          onChange={({ currentTarget }) => setStored(currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button onClick={done} disabled={!stored}>
            Done
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
