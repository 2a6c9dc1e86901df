import { Account } from './features/account/account.entity';
import { Lease } from './features/account/lease.entity';
import { Api, ApiIntrospector, ApiScope, ApiSdl } from './features/api/api.entity';
import { ApiToken, ApiTokenScopeUse, ApiTokenTerm } from './features/api-token/api-token.entity';
import { AuditEvent, AuditSeal, AuditUnsealed } from './features/audit/audit.entity';
import { BootstrapEntry } from './features/bootstrap/bootstrap.entity';
import { ScopePreset } from './features/preset/preset.entity';
import { Role } from './features/role/role.entity';
import { Attempt, Link, Session } from './features/session/session.entity';
import { RecoveryCode, User, UserRole } from './features/user/user.entity';

/** Every table, named one by one: a file that lies about is never a table. */
export const entities = [
  Account,
  Api,
  ApiIntrospector,
  ApiScope,
  ApiSdl,
  ApiToken,
  ApiTokenScopeUse,
  ApiTokenTerm,
  Attempt,
  AuditEvent,
  AuditSeal,
  AuditUnsealed,
  BootstrapEntry,
  Lease,
  Link,
  RecoveryCode,
  Role,
  ScopePreset,
  Session,
  User,
  UserRole,
];
