import { Component, type ReactNode } from 'react';

/** Shows the fallback when what is inside breaks or cannot be fetched. `ErrorBoundary` says more; this one weighs nothing. */
export class Guard extends Component<{ fallback: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
