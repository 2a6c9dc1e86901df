import { Field, ObjectType } from 'type-graphql';
import { ScopeScalar, URLScalar } from '../../graphql/scalars';
import { Api } from '../api/api.entity';

@ObjectType({ simpleResolvers: true, description: 'A schema coordinate that a scope opens.' })
export class ApiOperation {
  @Field(() => String)
  coordinate!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => URLScalar, { nullable: true })
  docsUrl!: string | null;
}

@ObjectType('Permission', { simpleResolvers: true })
export class PermissionInfo {
  @Field(() => ScopeScalar)
  scope!: string;

  @Field(() => String, { description: '"Read", "Manage"' })
  label!: string;

  @Field(() => String)
  description!: string;

  @Field(() => Boolean)
  readOnly!: boolean;

  @Field(() => [ScopeScalar])
  implies!: readonly string[];

  @Field(() => Boolean)
  grantableToTokens!: boolean;

  @Field(() => [ApiOperation])
  operations!: readonly ApiOperation[];

  @Field(() => URLScalar, { nullable: true })
  docsUrl!: string | null;

  @Field(() => Boolean, {
    description:
      'Its API no longer names it, and something still lists it: it counts for nothing until the API does again.',
  })
  gone!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'Built-in groups have no api.' })
export class PermissionGroup {
  @Field(() => Api, { nullable: true })
  api!: Api | null;

  @Field(() => [String])
  path!: readonly string[];

  @Field(() => String)
  label!: string;

  @Field(() => [PermissionInfo])
  permissions!: readonly PermissionInfo[];
}
