import { Component, type ReactNode } from 'react';

export interface CrashBoundaryProps {
  /** Another one begins anew: a page that works isn't hidden by the one before. */
  of?: string;
  fallback: ReactNode;
  children: ReactNode;
}

interface State {
  readonly of?: string;
  readonly crashed: boolean;
}

/** Keeps a part that fails, or couldn't be loaded, from taking the rest of the panel with it. */
export class CrashBoundary extends Component<CrashBoundaryProps, State> {
  override state: State = { of: this.props.of, crashed: false };

  static getDerivedStateFromError(): Partial<State> {
    return { crashed: true };
  }

  static getDerivedStateFromProps({ of }: CrashBoundaryProps, state: State): Partial<State> | null {
    return of === state.of ? null : { of, crashed: false };
  }

  override render(): ReactNode {
    return this.state.crashed ? this.props.fallback : this.props.children;
  }
}
