import {
  type MigrationInterface,
  type QueryRunner,
  Table,
  type TableColumnOptions,
  type TableForeignKeyOptions,
} from 'typeorm';

type Columns = Record<string, Omit<TableColumnOptions, 'name'>>;
type Indexes = Record<string, string[]>;

interface Definition {
  readonly columns: Columns;
  readonly primary: readonly string[];
  readonly unique?: Indexes;
  readonly indexes?: Indexes;
  /** Column → referenced table, with what happens when that row goes. */
  readonly references?: Record<string, readonly [table: string, onDelete: 'CASCADE' | 'SET NULL' | 'RESTRICT']>;
  readonly checks?: Record<string, string>;
}

/** The types of each kind of column: SQLite knows no character sets and compares bytes by itself. */
function types(dialect: string) {
  const sqlite = dialect === 'better-sqlite3';
  const ascii = (length: number) => ({
    type: 'varchar',
    length: String(length),
    ...(!sqlite && { charset: 'ascii', collation: 'ascii_bin' }),
  });
  const text = (length: number) => ({
    type: 'varchar',
    length: String(length),
    ...(!sqlite && { charset: 'utf8mb4', collation: 'utf8mb4_bin' }),
  });
  return {
    ascii,
    text,
    id: ascii(36),
    date: { type: 'datetime', precision: 3 },
    json: { type: 'text' },
    flag: sqlite ? { type: 'boolean' } : { type: 'tinyint', width: 1 },
    whole: sqlite ? { type: 'integer' } : { type: 'int' },
    large: { type: 'bigint' },
  };
}

const nullable = <T extends object>(column: T) => ({ ...column, isNullable: true });

function tables(dialect: string): Record<string, Definition> {
  const { ascii, text, id, date, json, flag, whole, large } = types(dialect);
  return {
    account: {
      columns: {
        id,
        slug: ascii(63),
        name: text(100),
        enabled: flag,
        max_token_lifetime: nullable(whole),
        default_token_lifetime: nullable(whole),
        unlimited_tokens_allowed: flag,
        max_tokens_per_user: nullable(whole),
        max_overlap: whole,
        password_confirmation: ascii(8),
        password_confirmation_window: whole,
        expiry_notice_days: json,
        webhook_url: nullable(text(2000)),
        webhook_secret: nullable(ascii(255)),
        audit_retention_days: nullable(whole),
        administrators_version: whole,
        catalogue_version: whole,
        created_at: date,
        updated_at: date,
      },
      primary: ['id'],
      unique: { account_slug: ['slug'] },
    },
    role: {
      columns: {
        id,
        account_id: id,
        name: text(100),
        name_key: text(191),
        built_in: flag,
        description: text(1000),
        permissions: json,
        version: whole,
        created_at: date,
        updated_at: date,
      },
      primary: ['id'],
      unique: { role_name: ['account_id', 'name_key'] },
      references: { account_id: ['account', 'RESTRICT'] },
    },
    user: {
      columns: {
        id,
        account_id: id,
        kind: ascii(8),
        email: nullable(text(254)),
        email_key: nullable(text(254)),
        email_order: text(254),
        username: text(100),
        username_key: text(191),
        first_name: text(100),
        last_name: text(100),
        search_key: text(2000),
        enabled: flag,
        password_hash: nullable(ascii(100)),
        two_factor_enabled: flag,
        totp_secret: nullable(ascii(255)),
        totp_last_step: large,
        created_at: date,
        updated_at: date,
        last_login_at: date,
      },
      primary: ['id'],
      unique: { user_email: ['account_id', 'email_key'], user_username: ['account_id', 'username_key'] },
      indexes: {
        user_by_email: ['account_id', 'email_order', 'id'],
        user_by_created_at: ['account_id', 'created_at', 'id'],
        user_by_last_login: ['account_id', 'last_login_at', 'id'],
      },
      references: { account_id: ['account', 'RESTRICT'] },
    },
    user_role: {
      columns: { user_id: id, role_id: id, account_id: id },
      primary: ['user_id', 'role_id'],
      indexes: { user_role_role: ['role_id'], user_role_account: ['account_id'] },
      references: { user_id: ['user', 'CASCADE'], role_id: ['role', 'CASCADE'] },
    },
    recovery_code: {
      columns: { id, account_id: id, user_id: id, hash: ascii(64), key_id: ascii(32) },
      primary: ['id'],
      indexes: { recovery_code_user: ['user_id'] },
      references: { user_id: ['user', 'CASCADE'] },
    },
    scope_preset: {
      columns: {
        id,
        account_id: id,
        name: text(100),
        name_key: text(191),
        description: text(1000),
        built_in_key: nullable(ascii(32)),
        scopes: json,
        created_at: date,
        updated_at: date,
      },
      primary: ['id'],
      unique: { scope_preset_name: ['account_id', 'name_key'] },
      references: { account_id: ['account', 'RESTRICT'] },
    },
    api: {
      columns: {
        id,
        account_id: id,
        name: text(100),
        name_key: text(191),
        description: text(1000),
        docs_url: nullable(text(2000)),
        version: whole,
        created_at: date,
        updated_at: date,
      },
      primary: ['id'],
      unique: { api_name: ['account_id', 'name_key'] },
      references: { account_id: ['account', 'RESTRICT'] },
    },
    api_sdl: {
      columns: { api_id: id, part: whole, account_id: id, text: json },
      primary: ['api_id', 'part'],
      references: { api_id: ['api', 'CASCADE'] },
    },
    api_scope: {
      columns: {
        account_id: id,
        scope: ascii(200),
        api_id: nullable(id),
        api_key: text(191),
        label: text(100),
        description: text(1000),
        read_only: flag,
        implies: json,
        docs_url: nullable(text(2000)),
        gone: flag,
      },
      primary: ['account_id', 'scope'],
      indexes: { api_scope_api: ['api_id'] },
      references: { account_id: ['account', 'RESTRICT'], api_id: ['api', 'SET NULL'] },
    },
    api_introspector: {
      columns: { api_id: id, user_id: id, account_id: id },
      primary: ['api_id', 'user_id'],
      indexes: { api_introspector_user: ['user_id'] },
      references: { api_id: ['api', 'CASCADE'], user_id: ['user', 'CASCADE'] },
    },
    api_token: {
      columns: {
        id,
        account_id: id,
        owner_id: id,
        owner_key: text(191),
        name: text(100),
        name_key: text(191),
        description: text(1000),
        kind: ascii(8),
        access: ascii(12),
        scopes: json,
        preset_id: nullable(id),
        public_id: ascii(16),
        secret_hash: ascii(64),
        secret_key_id: ascii(32),
        secret_ending: ascii(4),
        secret_seen_by_other: flag,
        previous_hash: nullable(ascii(64)),
        previous_key_id: nullable(ascii(32)),
        overlap_ends_at: nullable(date),
        overlap_last_used_at: nullable(date),
        overlap_last_used_address: nullable(ascii(45)),
        overlap_last_used_client: nullable(text(200)),
        allowed_addresses: nullable(json),
        enabled: flag,
        revoked: flag,
        revoked_at: nullable(date),
        revocation_reason: nullable(ascii(20)),
        revocation_note: nullable(text(1000)),
        created_at: date,
        updated_at: date,
        expires_at: date,
        lifetime_seconds: large,
        regenerated_at: nullable(date),
        last_used_at: date,
        last_used_address: nullable(ascii(45)),
        last_used_client: nullable(text(200)),
        created_by_id: nullable(id),
        creator_key: text(191),
        created_with_id: nullable(id),
      },
      primary: ['id'],
      unique: { api_token_public_id: ['public_id'], api_token_name: ['owner_id', 'name_key'] },
      // One for each order of the list, closed by the id, so that a page is a range of one index. What stands behind the
      // id never changes: with it a filter's matches are sorted as the list comes without looking at the rows.
      indexes: {
        api_token_by_name: ['account_id', 'name_key', 'id'],
        api_token_by_owner: ['account_id', 'owner_key', 'id'],
        api_token_by_creator: ['account_id', 'creator_key', 'id'],
        api_token_by_created_at: ['account_id', 'created_at', 'id'],
        api_token_by_expires_at: ['account_id', 'expires_at', 'id', 'created_at'],
        api_token_by_last_used_at: ['account_id', 'last_used_at', 'id', 'created_at'],
        api_token_by_status: ['account_id', 'revoked', 'enabled', 'expires_at', 'id', 'created_at'],
        api_token_by_end: ['account_id', 'revoked', 'expires_at', 'id', 'created_at'],
        api_token_by_lifetime: ['account_id', 'lifetime_seconds', 'id', 'created_at'],
        api_token_by_key: ['secret_key_id', 'revoked', 'expires_at'],
        // What meets a filter, in the order of its making, which is how lists come.
        api_token_owner: ['owner_id', 'created_at', 'id'],
        api_token_created_by: ['created_by_id', 'created_at', 'id'],
        api_token_by_kind: ['account_id', 'kind', 'created_at', 'id'],
        api_token_by_access: ['account_id', 'access', 'created_at', 'id', 'owner_id'],
        api_token_created_with: ['created_with_id'],
        api_token_preset: ['preset_id'],
      },
      references: {
        account_id: ['account', 'RESTRICT'],
        owner_id: ['user', 'CASCADE'],
        created_by_id: ['user', 'SET NULL'],
        preset_id: ['scope_preset', 'SET NULL'],
      },
      checks: { api_token_revoked: '(revoked = 1) = (revoked_at IS NOT NULL)' },
    },
    api_token_term: {
      columns: { account_id: id, term: text(202), token_id: id },
      primary: ['account_id', 'term', 'token_id'],
      indexes: { api_token_term_token: ['token_id', 'term'] },
      references: { token_id: ['api_token', 'CASCADE'] },
    },
    api_token_scope_use: {
      columns: { token_id: id, scope: ascii(200), account_id: id, last_used_at: date },
      primary: ['token_id', 'scope'],
      references: { token_id: ['api_token', 'CASCADE'] },
    },
    session: {
      columns: {
        id,
        account_id: id,
        user_id: id,
        api_token_id: nullable(id),
        public_id: ascii(16),
        secret_hash: ascii(64),
        secret_key_id: ascii(32),
        created_at: date,
        last_used_at: date,
        expires_at: date,
        address: nullable(ascii(45)),
        client: nullable(text(200)),
        confirmed_until: nullable(date),
      },
      primary: ['id'],
      unique: { session_public_id: ['public_id'] },
      indexes: { session_user: ['user_id'], session_api_token: ['api_token_id'], session_expires_at: ['expires_at'] },
      references: { user_id: ['user', 'CASCADE'], api_token_id: ['api_token', 'CASCADE'] },
    },
    link: {
      columns: {
        id,
        account_id: id,
        user_id: id,
        purpose: ascii(10),
        public_id: ascii(16),
        secret_hash: ascii(64),
        secret_key_id: ascii(32),
        email: nullable(text(254)),
        made_by_id: nullable(id),
        held: nullable(json),
        created_at: date,
        expires_at: date,
      },
      primary: ['id'],
      unique: { link_public_id: ['public_id'] },
      indexes: { link_user: ['user_id'], link_expires_at: ['expires_at'] },
      references: { user_id: ['user', 'CASCADE'] },
    },
    attempt: {
      columns: { subject: ascii(64), failures: whole, last_failed_at: date, next_allowed_at: date },
      primary: ['subject'],
      indexes: { attempt_last_failed_at: ['last_failed_at'] },
    },
    audit_event: {
      columns: {
        id,
        account_id: id,
        at: date,
        action: ascii(40),
        actor_kind: ascii(10),
        actor_id: nullable(id),
        actor_name: text(254),
        actor_token_id: nullable(id),
        actor_token_name: nullable(text(100)),
        credential: nullable(ascii(10)),
        address: nullable(ascii(45)),
        target_type: ascii(20),
        target_id: nullable(id),
        target_name: nullable(text(254)),
        changes: json,
      },
      primary: ['id'],
      indexes: {
        audit_event_by_time: ['account_id', 'at', 'id'],
        audit_event_by_actor: ['account_id', 'actor_id', 'at', 'id'],
        audit_event_by_token: ['account_id', 'actor_token_id', 'at', 'id'],
        audit_event_by_target: ['account_id', 'target_id', 'at', 'id'],
        audit_event_by_action: ['account_id', 'action', 'at', 'id'],
      },
      references: { account_id: ['account', 'RESTRICT'] },
    },
    audit_unsealed: {
      columns: { event_id: id, account_id: id, ready_at: date },
      primary: ['event_id'],
      indexes: { audit_unsealed_ready_at: ['ready_at', 'event_id'] },
    },
    audit_seal: {
      columns: {
        account_id: id,
        position: whole,
        event_id: id,
        event_at: date,
        key_id: ascii(32),
        hash: ascii(64),
        removal_proof: nullable(ascii(97)),
      },
      primary: ['account_id', 'position'],
      unique: { audit_seal_event: ['account_id', 'event_id'] },
    },
    lease: {
      columns: { name: id, holder: ascii(36), until: date },
      primary: ['name'],
    },
    bootstrap_entry: {
      columns: { id, account_id: id, entry: text(191), target_id: id, created_at: date },
      primary: ['id'],
      unique: { bootstrap_entry_entry: ['account_id', 'entry'] },
      references: { account_id: ['account', 'RESTRICT'] },
    },
  };
}

function toTable(name: string, definition: Definition): Table {
  const { columns, primary, unique = {}, indexes = {}, references = {}, checks = {} } = definition;
  return new Table({
    name,
    columns: Object.entries(columns).map(([column, options]) => ({
      ...options,
      name: column,
      isPrimary: primary.includes(column),
    })),
    indices: [
      ...Object.entries(unique).map(([index, columnNames]) => ({ name: index, columnNames, isUnique: true })),
      ...Object.entries(indexes).map(([index, columnNames]) => ({ name: index, columnNames })),
    ],
    foreignKeys: Object.entries(references).map(([column, [table, onDelete]]): TableForeignKeyOptions => ({
      name: `fk_${name}_${column}`,
      columnNames: [column],
      referencedTableName: table,
      referencedColumnNames: ['id'],
      onDelete,
      // MariaDB reports drift for ever without it.
      onUpdate: 'NO ACTION',
    })),
    checks: Object.entries(checks).map(([check, expression]) => ({ name: check, expression })),
    engine: 'InnoDB',
  });
}

export class CreateCore1795300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const dialect = runner.connection.options.type;
    for (const [name, definition] of Object.entries(tables(dialect))) {
      await runner.createTable(toTable(name, definition));
      // TypeORM leaves CHECK out of what it creates on MySQL and MariaDB, without a word.
      if (dialect === 'better-sqlite3') continue;
      for (const [check, expression] of Object.entries(definition.checks ?? {})) {
        await runner.query(`ALTER TABLE \`${name}\` ADD CONSTRAINT \`${check}\` CHECK (${expression})`);
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(tables(runner.connection.options.type)).reverse()) await runner.dropTable(name);
  }
}
