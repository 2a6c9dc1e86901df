import { Button, Group, Stack } from '@mantine/core';
import { type ReactNode, type RefObject, type SyntheticEvent, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { Problem } from '../api/problem';
import { LeaveGuard } from './leave-guard';
import { Page, type PageProps } from './page';
import { ProblemNote } from './problem-note';
import './form-page.css';

export interface FormPageProps extends FormProps {
  title: ReactNode;
  /** For the window's title, when `title` isn't a plain text. */
  name?: string;
  back?: PageProps['back'];
  beside?: ReactNode;
  actions?: ReactNode;
}

export interface FormProps {
  /** Something was typed that isn't saved: leaving asks first. */
  dirty: boolean;
  busy?: boolean;
  /** Of the last try. Mistakes that have a field stand there; the rest is said above the form. */
  problem?: Problem;
  /** Grows with each try that left mistakes at fields: the first of them takes the focus. */
  attempt?: number;
  /** Buttons of the way out of `problem`: `Use 90 days`. */
  wayOut?: ReactNode;
  /** Verb and noun: `Create token`. */
  action: string;
  disabled?: boolean;
  onSubmit: () => void;
  /** Where Cancel goes; left out on a page that is a form by itself. */
  cancelTo?: string;
  /** Puts everything back as it is saved; undefined while nothing is changed. */
  onDiscard?: () => void;
  /** Beside the form; on small screens in the bar of buttons below it, once something is typed: what will be made. */
  summary?: ReactNode;
  children: ReactNode;
}

/** A form as a page. */
export function FormPage({ title, name, back, beside, actions, ...form }: FormPageProps) {
  return (
    <Page title={title} name={name} back={back} beside={beside} actions={actions} width="form">
      <Form {...form} />
    </Page>
  );
}

/** Nothing typed is lost unnoticed, one press acts once, and the first mistake has the focus. */
export function Form(props: FormProps) {
  const { dirty, busy = false, problem, wayOut, summary, children } = props;
  const form = useRef<HTMLFormElement>(null);
  useFocusOnMistake(form, problem, props.attempt);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (!busy && !props.disabled) props.onSubmit();
  }
  return (
    <form ref={form} onSubmit={submit} noValidate className="form-page" aria-busy={busy}>
      <Stack gap="lg" className="form-fields">
        {problem && <ProblemNote problem={problem}>{wayOut}</ProblemNote>}
        {children}
      </Stack>
      <FormSummary {...props} busy={busy}>
        {summary}
      </FormSummary>
      <LeaveGuard dirty={dirty} />
    </form>
  );
}

function FormSummary({ children, dirty, action, busy, disabled, cancelTo, onDiscard }: FormProps) {
  const [, navigate] = useLocation();
  return (
    <aside className="form-summary" aria-label="Summary">
      {children && (
        <div className="form-summary-text" data-dirty={dirty || undefined}>
          {children}
        </div>
      )}
      <Group gap="xs" className="form-buttons">
        <Button type="submit" loading={busy} disabled={disabled}>
          {action}
        </Button>
        {cancelTo !== undefined && (
          <Button variant="default" onClick={() => navigate(cancelTo)}>
            Cancel
          </Button>
        )}
        {onDiscard && (
          <Button variant="default" onClick={onDiscard} disabled={busy}>
            Discard
          </Button>
        )}
      </Group>
    </aside>
  );
}

/** The first field with an error; the note above the form when none has one. */
function useFocusOnMistake(form: RefObject<HTMLFormElement | null>, problem?: Problem, attempt = 0): void {
  useEffect(() => {
    if (!problem && attempt === 0) return;
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (field) field.focus();
    else form.current?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' });
  }, [form, problem, attempt]);
}
