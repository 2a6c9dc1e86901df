import type { Deps } from '../../context';
import type { Metrics } from '../metrics';

/** What every REST route is registered with. */
export interface RestOptions {
  readonly deps: Deps;
  readonly metrics: Metrics;
}
