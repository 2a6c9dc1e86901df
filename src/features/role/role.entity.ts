import { Field, ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import { DateColumn, FlagColumn, IdColumn, JsonColumn, ReferenceColumn, TextColumn, WholeColumn } from '../../columns';
import { RequiresScopes } from '../../graphql/marks';
import { Node } from '../../graphql/node';
import { DateTimeScalar, ScopeScalar } from '../../graphql/scalars';

/** A named set of permissions (R4). The built-in Administrator holds the whole catalogue, whatever its list says. */
@ObjectType({ implements: Node, simpleResolvers: true })
@Entity('role')
export class Role implements Node {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  @Field(() => String)
  @TextColumn(100)
  name!: string;

  @TextColumn(191)
  nameKey!: string;

  @Field(() => Boolean)
  @FlagColumn()
  builtIn!: boolean;

  @Field(() => String)
  @RequiresScopes(['roles:read'])
  @TextColumn(1_000)
  description!: string;

  /** As listed; the resolver answers the whole catalogue for the built-in role. */
  @Field(() => [ScopeScalar])
  @RequiresScopes(['roles:read'])
  @JsonColumn()
  permissions!: string[];

  /** Grows with each change of the permissions: whoever keeps the list in memory keys it by (id, version). */
  @WholeColumn()
  version!: number;

  @DateColumn()
  createdAt!: Date;

  @Field(() => DateTimeScalar)
  @DateColumn()
  updatedAt!: Date;
}
