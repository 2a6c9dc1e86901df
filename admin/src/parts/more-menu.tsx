import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';

export interface MoreMenuProps {
  /** Names the thing: `More for ci-deploy`. */
  label: string;
  /** At the end of a row: without a border. */
  quiet?: boolean;
  children: ReactNode;
}

/** The lesser actions, behind ⋯. */
export function MoreMenu({ label, quiet = false, children }: MoreMenuProps) {
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={quiet ? 'More' : label}>
          <ActionIcon
            ref={opener}
            variant={quiet ? 'subtle' : 'default'}
            color={quiet ? 'gray' : undefined}
            size={quiet ? 32 : 34}
            aria-label={label}
          >
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      {/* Before a dialog opens, which gives the focus back to what had it: the item will be gone by then. */}
      <Menu.Dropdown onClickCapture={() => opener.current?.focus()}>{children}</Menu.Dropdown>
    </Menu>
  );
}
