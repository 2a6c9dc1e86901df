import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A committed file whose text follows from the code. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Writes the files, or with `check` writes nothing. @returns the paths of those that differed. */
export function writeGenerated(files: readonly GeneratedFile[], { check }: { readonly check: boolean }): string[] {
  const stale = files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  if (!check) for (const { path, text } of stale) writeFileSync(path, text);
  return stale.map(({ path }) => path);
}

/** The end of a generating program: with --check a file that differs fails it. */
export function finish(files: readonly GeneratedFile[], command: string): void {
  const check = process.argv.includes('--check');
  const stale = writeGenerated(files, { check });
  for (const path of stale) console.log(check ? `differs from the code: ${path}` : `written: ${path}`);
  if (check && stale.length > 0) {
    console.error(`Run \`${command}\` and commit what it writes.`);
    process.exitCode = 1;
  }
}
