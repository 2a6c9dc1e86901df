import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { can } from '../../access/actor';
import { effectiveScopes, shownScopes } from '../../access/effective-scopes';
import { type Context, known } from '../../context';
import type { Connection } from '../../graphql/connections';
import { loader, loadRow } from '../../graphql/loaders';
import { ScopeScalar } from '../../graphql/scalars';
import { Account } from '../account/account.entity';
import { getAccount } from '../account/account.service';
import type { AuditEvent } from '../audit/audit.entity';
import { listAuditEventsOf } from '../audit/audit.list';
import { AuditEventConnection } from '../audit/audit.types';
import { CATALOGUE_READERS } from '../catalogue/catalogue.readers';
import { ScopePreset } from '../preset/preset.entity';
import { loadHeld } from '../role/role.permissions';
import { User, UserSummary } from '../user/user.entity';
import { ApiToken, overlapEnd } from './api-token.entity';
import { isAgainstPolicy } from './api-token.expiry';
import { ApiTokenOverlap } from './api-token.types';
import { unusedScopes } from './api-token.unused';
import { loadVisibleToken } from './api-token.visibility';

/** What a token shows beyond its row. Edges lead only where the caller may look (R2). */
@Resolver(() => ApiToken)
export class ApiTokenFieldsResolver {
  @FieldResolver(() => [ScopeScalar], {
    description: 'The list of a CUSTOM token; for the other levels what they give now.',
  })
  async scopes(@Root() token: ApiToken, @Ctx() context: Context): Promise<string[]> {
    return shownScopes(context.catalogue, token, await loadHeld(context, token.ownerId));
  }

  @FieldResolver(() => [ScopeScalar], {
    description: "As they count now: granted ∩ owner's permissions, implications expanded.",
  })
  async effectiveScopes(@Root() token: ApiToken, @Ctx() context: Context): Promise<string[]> {
    return [...effectiveScopes(context.catalogue, token, await loadHeld(context, token.ownerId))].sort();
  }

  @FieldResolver(() => ScopePreset, { nullable: true, description: 'Where the list came from, until it is edited.' })
  preset(@Root() { presetId }: ApiToken, @Ctx() context: Context): Promise<ScopePreset | null> | null {
    // A token sees itself without any scope; what a preset holds now is for those who may list presets.
    const shown = presetId && can(context.actor, ...CATALOGUE_READERS.flat());
    return shown ? loadRow(context, ScopePreset, presetId) : null;
  }

  @FieldResolver(() => [ScopeScalar], {
    description: 'Granted, not used in the last `days` days; of the scopes that are decided here.',
  })
  unusedScopes(
    @Root() token: ApiToken,
    @Arg('days', () => Int, { nullable: true, defaultValue: 30 }) days: number | null,
    @Ctx() context: Context,
  ): Promise<string[]> {
    return unusedScopes(context, token, days);
  }

  @FieldResolver(() => UserSummary)
  owner(@Root() { ownerId }: ApiToken, @Ctx() context: Context): Promise<User | null> {
    return loadRow(context, User, ownerId);
  }

  @FieldResolver(() => UserSummary, { nullable: true, description: 'Null when the creator was deleted.' })
  createdBy(@Root() { createdById }: ApiToken, @Ctx() context: Context): Promise<User | null> | null {
    return createdById ? loadRow(context, User, createdById) : null;
  }

  @FieldResolver(() => ApiToken, { nullable: true, description: 'The token that made this one.' })
  createdWith(@Root() { createdWithId }: ApiToken, @Ctx() context: Context): Promise<ApiToken | null> | null {
    return createdWithId ? loadVisibleToken(context, createdWithId) : null;
  }

  @FieldResolver(() => Boolean)
  async againstPolicy(@Root() token: ApiToken, @Ctx() context: Context): Promise<boolean> {
    return isAgainstPolicy(token, await loadAccount(context));
  }

  @FieldResolver(() => ApiTokenOverlap, {
    nullable: true,
    description: "While a regenerated token's old secret still works.",
  })
  overlap(@Root() token: ApiToken): ApiTokenOverlap | null {
    const endsAt = overlapEnd(token, new Date());
    if (!endsAt) return null;
    return {
      endsAt,
      lastUsedAt: token.overlapLastUsedAt,
      lastUsedAddress: token.overlapLastUsedAddress,
      lastUsedClient: token.overlapLastUsedClient,
    };
  }

  @FieldResolver(() => AuditEventConnection)
  auditEvents(
    @Root() { id }: ApiToken,
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: Context,
  ): Promise<Connection<AuditEvent>> {
    return listAuditEventsOf(known(context), id, { first, after });
  }
}

function loadAccount(context: Context): Promise<Account> {
  return loader<string, Account>(context, 'account', async (ids) => {
    const account = await getAccount(known(context));
    return ids.map(() => account);
  }).load('own');
}
