/** What tabs of the panel tell each other. Never a secret, never a text somebody typed. */
export type TabMessage =
  | { readonly kind: 'logged-in'; readonly userId: string }
  | { readonly kind: 'logged-out' }
  | { readonly kind: 'changed' };

const channel = new BroadcastChannel('scopegate');

/** Tells the other tabs; this one knows already. */
export function announce(message: TabMessage): void {
  channel.postMessage(message);
}

/** @returns how to stop listening. */
export function listen(heard: (message: TabMessage) => void): () => void {
  const hear = ({ data }: MessageEvent<TabMessage>) => heard(data);
  channel.addEventListener('message', hear);
  return () => channel.removeEventListener('message', hear);
}
