import { useSyncExternalStore } from 'react';
import { gate } from '../api/gate';
import { later } from './later';

const GateDialog = later(() => import('./gate-dialogs').then((module) => module.GateDialog));

/** Shows what the gate asks, over whatever is on the screen; the form below stays as it is. */
export function Gatekeeper() {
  const asked = useSyncExternalStore(gate.subscribe, gate.current);
  return asked ? <GateDialog asked={asked} /> : null;
}
