import { conflict } from './errors';

interface Edited {
  readonly id: string;
  readonly updatedAt: Date;
}

/** C1: two editors don't overwrite each other unnoticed. @throws CONFLICT when it was changed since it was seen. */
export function assertUnchanged({ id, updatedAt }: Edited, expected: Date | undefined): void {
  if (expected === undefined || expected.getTime() === updatedAt.getTime()) return;
  throw conflict('It was changed meanwhile. Look at it again, then repeat your change.', [id]);
}
