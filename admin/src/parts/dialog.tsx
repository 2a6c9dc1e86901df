import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/**
 * A layer over the page for as long as it is mounted. What had the focus before gets it back, unless something else took
 * it: Mantine does so only for dialogs that are mounted before they open.
 */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => void setTimeout(() => giveBack(opener)), [opener]);
  return <Modal opened {...props} />;
}

function giveBack(opener: Element | null): void {
  if (document.activeElement !== document.body || !(opener instanceof HTMLElement)) return;
  opener.focus({ preventScroll: true });
}
