import { Field, ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import { AsciiColumn, DateColumn, IdColumn, JsonColumn, ReferenceColumn, TextColumn } from '../../columns';
import { Node } from '../../graphql/node';
import { ScopeScalar } from '../../graphql/scalars';

/** A named set of scopes that fills a token's list (T5). Changing it changes no token. */
@ObjectType({ implements: Node, simpleResolvers: true })
@Entity('scope_preset')
export class ScopePreset implements Node {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  @Field(() => String)
  @TextColumn(100)
  name!: string;

  @TextColumn(191)
  nameKey!: string;

  @Field(() => String)
  @TextColumn(1_000)
  description!: string;

  /** Null for the account's own ones. */
  @AsciiColumn(32, { nullable: true })
  builtInKey!: string | null;

  /** Empty for the built-in ones: theirs follow from the catalogue. */
  @Field(() => [ScopeScalar])
  @JsonColumn()
  scopes!: string[];

  @DateColumn()
  createdAt!: Date;

  @DateColumn()
  updatedAt!: Date;

  @Field(() => Boolean)
  get builtIn(): boolean {
    return this.builtInKey !== null;
  }
}
