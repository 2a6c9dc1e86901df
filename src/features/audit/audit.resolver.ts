import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { can } from '../../access/actor';
import { type Context, known } from '../../context';
import type { Connection } from '../../graphql/connections';
import { loadRow } from '../../graphql/loaders';
import { RequiresScopes } from '../../graphql/marks';
import { ApiToken } from '../api-token/api-token.entity';
import { loadVisibleToken } from '../api-token/api-token.visibility';
import { User, UserSummary } from '../user/user.entity';
import { AuditEvent } from './audit.entity';
import { AuditEventsArgs } from './audit.inputs';
import { checkIntegrity } from './audit.integrity';
import { listAuditEvents } from './audit.list';
import { AuditEventConnection, AuditIntegrity } from './audit.types';

@Resolver(() => AuditEvent)
export class AuditResolver {
  @Query(() => AuditEventConnection, { description: 'Newest first.' })
  @RequiresScopes(['audit:read'])
  auditEvents(@Args() args: AuditEventsArgs, @Ctx() context: Context): Promise<Connection<AuditEvent>> {
    return listAuditEvents(known(context), args);
  }

  @Query(() => AuditIntegrity)
  @RequiresScopes(['audit:read'])
  auditIntegrity(@Ctx() context: Context): Promise<AuditIntegrity> {
    return checkIntegrity(known(context));
  }

  @FieldResolver(() => UserSummary, { nullable: true, description: 'Null when it was nobody known, or was deleted.' })
  actor(@Root() { actorId }: AuditEvent, @Ctx() context: Context): Promise<User | null> | null {
    return actorId === null ? null : loadRow(context, User, actorId);
  }

  @FieldResolver(() => ApiToken, { nullable: true, description: 'Null unless the caller may see it.' })
  actorApiToken(@Root() { actorTokenId }: AuditEvent, @Ctx() context: Context): Promise<ApiToken | null> | null {
    return actorTokenId === null ? null : loadVisibleToken(context, actorTokenId);
  }

  @FieldResolver(() => String, { nullable: true, description: "Others' only with audit:read." })
  address(@Root() { address, actorId }: AuditEvent, @Ctx() { actor }: Context): string | null {
    const own = actor.authenticated && actorId === actor.userId;
    return own || can(actor, 'audit:read') ? address : null;
  }
}
