import { Field, ObjectType } from 'type-graphql';
import { ScopeScalar, URLScalar } from '../../graphql/scalars';

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
}

@ObjectType({ simpleResolvers: true, description: 'Built-in groups have no api.' })
export class PermissionGroup {
  @Field(() => [String])
  path!: readonly string[];

  @Field(() => String)
  label!: string;

  @Field(() => [PermissionInfo])
  permissions!: readonly PermissionInfo[];
}
