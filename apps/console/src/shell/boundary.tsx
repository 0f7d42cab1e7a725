import { Component, useEffect, useRef, type ReactNode } from 'react';
import { useStreamState } from '../live/live';
import css from '../parts/states.module.css';

interface BoundaryProps {
  /** Where somebody is: elsewhere it is tried again. */
  readonly place: string;
  /** Of what it says instead: h1 instead of a view, h2 beside one. */
  readonly heading: 'h1' | 'h2';
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly error: unknown;
  readonly place: string;
}

/** As Chromium, Firefox and Safari say it, and what preloads a view's styles. */
const NOT_LOADED = /dynamically imported module|importing a module script|unable to preload/i;

/** What cannot be shown leaves everything around it as it is. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { error: error ?? new Error('unknown') };
  }

  static getDerivedStateFromProps(
    { place }: BoundaryProps,
    before: BoundaryState,
  ): BoundaryState | null {
    return place === before.place ? null : { error: null, place };
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { heading, children } = this.props;
    if (error === null) return children;
    if (NOT_LOADED.test(String(error))) return <NotLoaded heading={heading} />;
    return <NotShown {...{ heading, error }} onRetry={() => this.setState({ error: null })} />;
  }
}

/** The conductor has been renewed since the page was opened, or is out of reach. */
function NotLoaded({ heading: Heading }: Pick<BoundaryProps, 'heading'>) {
  const { is } = useStreamState();
  const isWholeView = Heading === 'h1';
  useReloadOnceBack(is, isWholeView);
  return (
    <div className={css.failed} role="alert">
      <div>
        <Heading>This part of the console is not here</Heading>
        {is === 'lost' ? (
          <p>
            It could not be loaded: the conductor does not answer now.{' '}
            {isWholeView ? 'It comes by itself once that does.' : 'Reload once that does.'}
          </p>
        ) : (
          <p>
            It could not be loaded. After an upgrade of the conductor a reload brings the new one.
          </p>
        )}
      </div>
      <button type="button" className={css.retry} onClick={() => window.location.reload()}>
        Reload
      </button>
    </div>
  );
}

/** Where it stands instead of a view nothing can be lost: nobody has typed anything there. */
function useReloadOnceBack(is: ReturnType<typeof useStreamState>['is'], mayReload: boolean): void {
  const wasLost = useRef(false);
  useEffect(() => {
    if (is === 'lost') wasLost.current = true;
    if (is === 'live' && wasLost.current && mayReload) window.location.reload();
  }, [is, mayReload]);
}

interface NotShownProps extends Pick<BoundaryProps, 'heading'> {
  readonly error: unknown;
  readonly onRetry: () => void;
}

function NotShown({ heading: Heading, error, onRetry }: NotShownProps) {
  return (
    <div className={css.failed} role="alert">
      <div>
        <Heading>This cannot be shown</Heading>
        <p>
          That is a fault of the console: <code>{String(error)}</code>
        </p>
      </div>
      <button type="button" className={css.retry} onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
