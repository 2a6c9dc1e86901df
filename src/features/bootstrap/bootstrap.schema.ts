import { z } from 'zod';
import { parseSecret } from '../api-token/secret';

const key = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
  .describe('Names the entry for ever: an entry is carried out once, whatever becomes of what it made.');
const permissions = z.array(z.string());

const administrator = z
  .strictObject({
    email: z.string(),
    password: z.string().optional().describe('Left out: the start prints a set-up link.'),
  })
  .describe('Of the first account. SCOPEGATE_ADMIN_EMAIL, when set, comes before it. Changes nothing later.');

const role = z.strictObject({
  key,
  name: z.string(),
  description: z.string().optional(),
  permissions: permissions.describe('Scopes of the catalogue; api:execute lets its holders use tokens at all.'),
});

const serviceAccount = z.strictObject({
  key,
  username: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  roles: z.array(key).describe('Keys of roles of this file.'),
});

const secret = z
  .string()
  .refine((text) => {
    const parsed = parseSecret(text);
    return parsed.ok && parsed.kind === 'api';
  }, 'is not an API token secret of the published format, or its checksum is wrong: make one with `scopegate secret generate`')
  .describe('Of the format published at /.well-known/scopegate-token-format. Left out: one that nobody has seen.');

const token = z.strictObject({
  key,
  name: z.string(),
  description: z.string().optional(),
  owner: key.describe('Key of a service account of this file.'),
  access: z.enum(['READ_ONLY', 'FULL_ACCESS', 'CUSTOM']).optional(),
  scopes: permissions.optional(),
  lifetime: z.enum(['DAYS_7', 'DAYS_30', 'DAYS_60', 'DAYS_90', 'YEAR_1', 'UNLIMITED']).optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  enabled: z.boolean().optional(),
  allowedAddresses: z.array(z.string()).optional(),
  secret: secret.optional(),
});

/** What SCOPEGATE_BOOTSTRAP may hold (T17). docs/bootstrap.schema.json is generated from it. */
export const bootstrapSchema = z
  .strictObject({
    $schema: z.string().optional(),
    administrator: administrator.optional(),
    roles: z.array(role).default([]),
    serviceAccounts: z.array(serviceAccount).default([]),
    tokens: z.array(token).default([]),
  })
  .superRefine(({ roles, serviceAccounts, tokens }, context) => {
    for (const [list, entries] of Object.entries({ roles, serviceAccounts, tokens })) {
      const keys = entries.map((entry) => entry.key);
      const twice = keys.find((entry, index) => keys.indexOf(entry) < index);
      if (twice !== undefined)
        context.addIssue({ code: 'custom', path: [list], message: `holds the key ${twice} twice` });
    }
  })
  .describe('What a first start of Scopegate creates: see SCOPEGATE_BOOTSTRAP in docs/OPERATIONS.md.');

export type Bootstrap = z.infer<typeof bootstrapSchema>;
export type BootstrapRole = Bootstrap['roles'][number];
export type BootstrapServiceAccount = Bootstrap['serviceAccounts'][number];
export type BootstrapToken = Bootstrap['tokens'][number];
