import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type Context, known } from '../../context';
import type { Connection } from '../../graphql/connections';
import { Public, RequiresScopes } from '../../graphql/marks';
import { ScopeScalar } from '../../graphql/scalars';
import { change, transaction } from '../../graphql/transaction';
import { ApiTokenListArgs } from './api-token.args';
import { copyApiToken, createApiToken, createApiTokens } from './api-token.creation';
import { ApiToken } from './api-token.entity';
import { grantableScopes } from './api-token.grantable';
import { identifyApiToken, revokeHeldToken } from './api-token.held';
import {
  ApiTokenInput,
  ApiTokensInput,
  CopyApiTokenInput,
  CreateApiTokenInput,
  CreateApiTokensInput,
  IdentifyApiTokenInput,
  RegenerateApiTokenInput,
  RegenerateApiTokensInput,
  RevokeApiTokensInput,
  RevokeHeldTokenInput,
  RotateHeldTokenInput,
  SetApiTokensEnabledInput,
  UpdateApiTokenInput,
} from './api-token.inputs';
import { deleteApiTokens, restoreApiTokens, revokeApiTokens, setApiTokensEnabled } from './api-token.life';
import { listApiTokens } from './api-token.list';
import { endApiTokenOverlap, regenerateApiToken, regenerateApiTokens, rotateHeldToken } from './api-token.regeneration';
import {
  ApiTokenConnection,
  ApiTokenPayload,
  ApiTokenSecretPayload,
  ApiTokenSecretsPayload,
  ApiTokensPayload,
  DeleteApiTokensPayload,
  IdentifyApiTokenPayload,
  RevokeHeldTokenPayload,
} from './api-token.types';
import { updateApiToken } from './api-token.update';
import { findVisibleToken } from './api-token.visibility';

const SEES_TOKENS = [['api-tokens:read'], ['own-api-tokens:manage']];
const MANAGES_TOKENS = [['api-tokens:manage'], ['own-api-tokens:manage']];

@Resolver(() => ApiToken)
export class ApiTokenResolver {
  @Query(() => ApiTokenConnection)
  @RequiresScopes(...SEES_TOKENS)
  apiTokens(
    @Args(() => ApiTokenListArgs) args: ApiTokenListArgs,
    @Ctx() context: Context,
  ): Promise<Connection<ApiToken>> {
    return listApiTokens(known(context), args);
  }

  @Query(() => ApiToken, { nullable: true, description: 'Null when missing or not visible.' })
  @RequiresScopes(...SEES_TOKENS)
  apiToken(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ApiToken | null> {
    return findVisibleToken(context, id);
  }

  @Query(() => [ScopeScalar], {
    description:
      "What the caller can put on a token of that owner, or of their own: caller ∩ owner. Another's id without api-tokens:manage: NOT_FOUND.",
  })
  @RequiresScopes(...MANAGES_TOKENS)
  grantableScopes(
    @Arg('ownerId', () => ID, { nullable: true }) ownerId: string | null,
    @Ctx() context: Context,
  ): Promise<string[]> {
    return grantableScopes(known(context), ownerId ?? undefined);
  }

  @Mutation(() => ApiTokenSecretPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  createApiToken(@Arg('input') input: CreateApiTokenInput, @Ctx() context: Context): Promise<ApiTokenSecretPayload> {
    return change(known(context), (inside) => createApiToken(inside, input));
  }

  @Mutation(() => ApiTokenSecretsPayload, { description: 'All or nothing, up to 100.' })
  @RequiresScopes(...MANAGES_TOKENS)
  async createApiTokens(
    @Arg('input') { apiTokens }: CreateApiTokensInput,
    @Ctx() context: Context,
  ): Promise<ApiTokenSecretsPayload> {
    return { secrets: await change(known(context), (inside) => createApiTokens(inside, apiTokens)) };
  }

  @Mutation(() => ApiTokenSecretPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  copyApiToken(@Arg('input') input: CopyApiTokenInput, @Ctx() context: Context): Promise<ApiTokenSecretPayload> {
    return change(known(context), (inside) => copyApiToken(inside, input));
  }

  @Mutation(() => ApiTokenPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  async updateApiToken(@Arg('input') input: UpdateApiTokenInput, @Ctx() context: Context): Promise<ApiTokenPayload> {
    return { apiToken: await change(known(context), (inside) => updateApiToken(inside, input)) };
  }

  @Mutation(() => ApiTokenSecretPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  regenerateApiToken(
    @Arg('input') input: RegenerateApiTokenInput,
    @Ctx() context: Context,
  ): Promise<ApiTokenSecretPayload> {
    return change(known(context), (inside) => regenerateApiToken(inside, input));
  }

  @Mutation(() => ApiTokenSecretsPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  async regenerateApiTokens(
    @Arg('input') input: RegenerateApiTokensInput,
    @Ctx() context: Context,
  ): Promise<ApiTokenSecretsPayload> {
    return { secrets: await change(known(context), (inside) => regenerateApiTokens(inside, input)) };
  }

  @Mutation(() => ApiTokenPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  async endApiTokenOverlap(@Arg('input') { id }: ApiTokenInput, @Ctx() context: Context): Promise<ApiTokenPayload> {
    return { apiToken: await change(known(context), (inside) => endApiTokenOverlap(inside, id)) };
  }

  @Mutation(() => ApiTokensPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  setApiTokensEnabled(
    @Arg('input') input: SetApiTokensEnabledInput,
    @Ctx() context: Context,
  ): Promise<ApiTokensPayload> {
    return change(known(context), (inside) => setApiTokensEnabled(inside, input));
  }

  @Mutation(() => ApiTokensPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  revokeApiTokens(@Arg('input') input: RevokeApiTokensInput, @Ctx() context: Context): Promise<ApiTokensPayload> {
    return change(known(context), (inside) => revokeApiTokens(inside, input));
  }

  @Mutation(() => ApiTokensPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  restoreApiTokens(@Arg('input') input: ApiTokensInput, @Ctx() context: Context): Promise<ApiTokensPayload> {
    return change(known(context), (inside) => restoreApiTokens(inside, input));
  }

  @Mutation(() => DeleteApiTokensPayload)
  @RequiresScopes(...MANAGES_TOKENS)
  deleteApiTokens(@Arg('input') input: ApiTokensInput, @Ctx() context: Context): Promise<DeleteApiTokensPayload> {
    return change(known(context), (inside) => deleteApiTokens(inside, input));
  }

  @Mutation(() => IdentifyApiTokenPayload, {
    description:
      'Leak triage: the record behind a plain value, null alike for unknown and not visible. A mutation, so that the value never travels in a URL.',
  })
  @RequiresScopes(['api-tokens:read'])
  async identifyApiToken(
    @Arg('input') input: IdentifyApiTokenInput,
    @Ctx() context: Context,
  ): Promise<IdentifyApiTokenPayload> {
    return { apiToken: await identifyApiToken(known(context), input) };
  }

  @Mutation(() => RevokeHeldTokenPayload, {
    description:
      'Ends the token whose secret is given, for whoever holds it. Sent without a credential; the answer is always the same.',
  })
  @Public()
  async revokeHeldToken(
    @Arg('input') input: RevokeHeldTokenInput,
    @Ctx() context: Context,
  ): Promise<RevokeHeldTokenPayload> {
    await revokeHeldToken(context, input);
    return { received: true };
  }

  @Mutation(() => ApiTokenSecretPayload, {
    description: 'The API token that makes this call gets a new secret, with overlap; an exchanged session is refused.',
  })
  @RequiresScopes(['api-tokens:rotate-self'])
  rotateHeldToken(@Arg('input') input: RotateHeldTokenInput, @Ctx() context: Context): Promise<ApiTokenSecretPayload> {
    return transaction(known(context), (inside) => rotateHeldToken(inside, input));
  }
}
