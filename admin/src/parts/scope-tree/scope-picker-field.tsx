import { Button, Modal } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { countWords } from '../count-words';
import { ScopePicker, type ScopePickerProps } from './scope-picker';

/** The picker in a form; on a small screen behind a button that opens it as a whole. */
export function ScopePickerField(props: ScopePickerProps) {
  const { ticked, noun = 'scopes', onChange } = props;
  const small = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const [opened, { open, close }] = useDisclosure();
  if (!small) return <ScopePicker {...props} />;
  return (
    <>
      <Button variant="default" onClick={open}>
        {onChange ? 'Choose' : 'See'} {noun} ({ticked.size})
      </Button>
      <Modal opened={opened} onClose={close} title={props.label} fullScreen className="scope-screen">
        <ScopePicker {...props} />
        <Button fullWidth mt="md" onClick={close}>
          {onChange ? `Use ${countWords(ticked.size, noun.slice(0, -1))}` : 'Close'}
        </Button>
      </Modal>
    </>
  );
}
