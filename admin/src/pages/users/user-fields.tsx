import { TextInput } from '@mantine/core';
import type { RoleName } from './role-ticks';
import './users.css';

/** What the forms of a user hold. */
export interface UserDraft {
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly RoleName[];
}

interface UserFieldsProps {
  readonly kind: 'PERSON' | 'SERVICE';
  readonly draft: UserDraft;
  readonly set: (some: Partial<UserDraft>) => void;
  readonly mistakes: Record<string, string>;
  readonly readOnly?: boolean;
  /** Said below the e-mail field. */
  readonly emailNote?: string;
}

/** Names and, of a person, the e-mail address (R5). */
export function UserFields({ kind, draft, set, mistakes, readOnly = false, emailNote }: UserFieldsProps) {
  const field = (name: Exclude<keyof UserDraft, 'roles'>) => ({
    value: draft[name],
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => set({ [name]: currentTarget.value }),
    error: mistakes[name],
    readOnly,
  });
  const person = kind === 'PERSON';
  return (
    <>
      {person && (
        <TextInput
          label="E-mail"
          type="email"
          required
          autoComplete="off"
          description={emailNote}
          {...field('email')}
        />
      )}
      <TextInput
        label="User name"
        required
        autoComplete="off"
        description={person ? undefined : 'As the audit and the owners of tokens call it: deploy-robot.'}
        {...field('username')}
      />
      {person ? (
        <div className="user-names">
          <TextInput label="First name" autoComplete="off" {...field('firstName')} />
          <TextInput label="Last name" autoComplete="off" {...field('lastName')} />
        </div>
      ) : (
        <TextInput label="Shown name" autoComplete="off" {...field('firstName')} />
      )}
    </>
  );
}
