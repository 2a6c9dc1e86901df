import { Field, ObjectType } from 'type-graphql';
import type { SelectQueryBuilder } from 'typeorm';
import { ScopeScalar } from '../../graphql/scalars';
import type { ApiToken } from '../api-token/api-token.entity';
import { ApiOperation } from '../catalogue/catalogue.types';
import { Api } from './api.entity';

@ObjectType({ simpleResolvers: true })
export class ApiPayload {
  @Field(() => Api)
  api!: Api;
}

/** What registering would change; `affected` are the tokens that it concerns. */
@ObjectType({ simpleResolvers: true })
export class ApiChangePreview {
  @Field(() => [ScopeScalar])
  added!: string[];

  @Field(() => [ScopeScalar])
  removed!: string[];

  @Field(() => [ApiOperation])
  loosened!: ApiOperation[];

  @Field(() => [ApiOperation])
  tightened!: ApiOperation[];

  @Field(() => [ScopeScalar])
  widened!: string[];

  affected!: SelectQueryBuilder<ApiToken>;
}

@ObjectType({ simpleResolvers: true })
export class FieldRequirement {
  @Field(() => String)
  coordinate!: string;

  @Field(() => [String])
  path!: readonly string[];

  @Field(() => [[ScopeScalar]])
  anyOf!: readonly (readonly string[])[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'complete is false when there are more alternatives than were listed. Nothing needed: [[]].',
})
export class RequiredScopes {
  @Field(() => [[ScopeScalar]])
  alternatives!: readonly (readonly string[])[];

  @Field(() => Boolean)
  complete!: boolean;

  @Field(() => [FieldRequirement])
  fields!: readonly FieldRequirement[];
}
