import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { ConfigError } from '../../config';
import { type Bootstrap, bootstrapSchema } from './bootstrap.schema';

const OTHERS = 0o077;

/**
 * Reads SCOPEGATE_BOOTSTRAP: YAML, or JSON, which is YAML too.
 * @throws ConfigError when others can read the file, or it isn't of its schema. Never shows a value: it holds secrets.
 */
export function readBootstrap(path: string): Bootstrap {
  const parsed = bootstrapSchema.safeParse(parseText(path, readPrivately(path)));
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    `SCOPEGATE_BOOTSTRAP: ${path} is not what docs/bootstrap.schema.json asks for: ${z.prettifyError(parsed.error)}`,
  );
}

function readPrivately(path: string): string {
  const file = open(path);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new ConfigError(`SCOPEGATE_BOOTSTRAP: ${path} is no file.`);
    const isPrivate = process.platform === 'win32' || (stat.mode & OTHERS) === 0;
    if (isPrivate) return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
  throw new ConfigError(
    `SCOPEGATE_BOOTSTRAP: others can read ${path}, and it may hold secrets. Run: chmod 600 ${path}`,
  );
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new ConfigError(`SCOPEGATE_BOOTSTRAP: ${path} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function parseText(path: string, text: string): unknown {
  try {
    return parse(text, { prettyErrors: false, maxAliasCount: 0 }) ?? {};
  } catch (error) {
    const line = error instanceof YAMLParseError ? text.slice(0, error.pos[0]).split('\n').length : undefined;
    throw new ConfigError(`SCOPEGATE_BOOTSTRAP: ${path} is neither YAML nor JSON${line ? ` (line ${line})` : ''}.`);
  }
}
