import { Component, useState, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Callout } from './Callout.tsx';
import { errorReport, messageOf } from './errorText.ts';
import { Icon } from './Icon.tsx';
import { ScrollBox } from './ScrollBox.tsx';
import styles from './ErrorBoundary.module.css';

export interface ErrorReportProps {
  error: unknown;
  /** The part of the app that failed, as the person knows it. */
  where: string;
  /** A link that leads to this moment, when there is one. */
  replayLink?: () => string | null;
  onRetry?: () => void;
}

/** What happened, what still works, what to do: with a report to copy. */
export function ErrorReport({ error, where, replayLink, onRetry }: ErrorReportProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const replay = replayLink?.() ?? null;
  const report = errorReport(error, where, replay);
  const copy = () => {
    navigator.clipboard.writeText(report).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  };
  return (
    <Callout
      status="bad"
      level={2}
      title={`${where} stopped working`}
      actions={
        <>
          {onRetry && (
            <Button variant="primary" onClick={onRetry}>
              Try again
            </Button>
          )}
          <Button icon={<Icon name="copy" size={16} />} onClick={copy}>
            Copy report
          </Button>
          {replay && <a href={replay}>Replay this moment</a>}
        </>
      }
    >
      <p>
        {messageOf(error)}. This is a fault of the app, not of what you did. The other pages still work, and your progress on this
        device is untouched.
      </p>
      <p aria-live="polite" className={styles.said}>
        {copied === 'yes'
          ? 'Report copied.'
          : copied === 'failed'
            ? 'The browser refused to copy. The report is below; select it.'
            : ''}
      </p>
      <details open={copied === 'failed'}>
        <summary>Show the report</summary>
        <ScrollBox aria-label="Error report" className={styles.report}>
          <pre>{report}</pre>
        </ScrollBox>
      </details>
    </Callout>
  );
}

export interface ErrorBoundaryProps extends Omit<ErrorReportProps, 'error'> {
  children: ReactNode;
}

/** Keeps a failure inside one part of the page. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('unknown error') };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    const retry = () => {
      this.setState({ error: null });
      this.props.onRetry?.();
    };
    return <ErrorReport error={this.state.error} where={this.props.where} replayLink={this.props.replayLink} onRetry={retry} />;
  }
}
