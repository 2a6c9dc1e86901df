import { Account } from './features/account/account.entity';
import { Lease } from './features/account/lease.entity';
import { ApiToken, ApiTokenTerm } from './features/api-token/api-token.entity';
import { AuditEvent, AuditSeal, AuditUnsealed } from './features/audit/audit.entity';
import { BootstrapEntry } from './features/bootstrap/bootstrap.entity';
import { ScopePreset } from './features/preset/preset.entity';
import { Role } from './features/role/role.entity';
import { Attempt, Link, Session } from './features/session/session.entity';
import { RecoveryCode, User, UserRole } from './features/user/user.entity';

/** Every table, named one by one: a file that lies about is never a table. */
export const entities = [
  Account,
  ApiToken,
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
