import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../graphql/connections';
import { DateTimeScalar } from '../../graphql/scalars';
import { ApiToken } from './api-token.entity';

export const ApiTokenConnection = connectionType(ApiToken, 'ApiToken');

@ObjectType({ simpleResolvers: true, description: "While a regenerated token's old secret still works." })
export class ApiTokenOverlap {
  @Field(() => DateTimeScalar)
  endsAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  lastUsedAt!: Date | null;

  @Field(() => String, { nullable: true })
  lastUsedAddress!: string | null;

  @Field(() => String, { nullable: true })
  lastUsedClient!: string | null;
}

@ObjectType({ simpleResolvers: true })
export class ApiTokenSecretPayload {
  @Field(() => ApiToken)
  apiToken!: ApiToken;

  @Field(() => String, { description: 'Shown here and never again.' })
  secret!: string;
}

@ObjectType({ simpleResolvers: true })
export class ApiTokenSecretsPayload {
  @Field(() => [ApiTokenSecretPayload])
  secrets!: ApiTokenSecretPayload[];
}

@ObjectType({ simpleResolvers: true })
export class ApiTokenPayload {
  @Field(() => ApiToken)
  apiToken!: ApiToken;
}

@ObjectType({ simpleResolvers: true, description: 'apiTokens holds the first 100 of them.' })
export class ApiTokensPayload {
  @Field(() => Int)
  affectedCount!: number;

  @Field(() => [ApiToken])
  apiTokens!: ApiToken[];
}

@ObjectType({ simpleResolvers: true })
export class DeleteApiTokensPayload {
  @Field(() => Int)
  affectedCount!: number;

  @Field(() => [ID])
  deletedIds!: string[];
}

@ObjectType({ simpleResolvers: true })
export class IdentifyApiTokenPayload {
  @Field(() => ApiToken, { nullable: true })
  apiToken!: ApiToken | null;
}

@ObjectType({ simpleResolvers: true })
export class RevokeHeldTokenPayload {
  @Field(() => Boolean)
  received!: boolean;
}
