import { Field, ObjectType } from 'type-graphql';
import type { SelectQueryBuilder } from 'typeorm';
import { ScopeScalar } from '../../graphql/scalars';
import type { ApiToken } from '../api-token/api-token.entity';
import type { User } from '../user/user.entity';

/** What saving a role would change. Users and tokens are read where they are selected. */
@ObjectType({ simpleResolvers: true })
export class RoleChangePreview {
  @Field(() => [ScopeScalar])
  added!: string[];

  @Field(() => [ScopeScalar])
  removed!: string[];

  affectedUsers!: SelectQueryBuilder<User>;

  affectedTokens!: SelectQueryBuilder<ApiToken>;
}
