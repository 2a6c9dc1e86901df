import { Field, ObjectType } from 'type-graphql';
import { Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, FlagColumn, IdColumn, JsonColumn, ReferenceColumn, TextColumn, WholeColumn } from '../../columns';
import { Node } from '../../graphql/node';
import { DateTimeScalar, URLScalar } from '../../graphql/scalars';

/** An own API that was registered by its GraphQL SDL (P8). */
@ObjectType({ implements: Node, simpleResolvers: true })
@Entity('api')
export class Api implements Node {
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

  @Field(() => URLScalar, { nullable: true })
  @TextColumn(2_000, { nullable: true })
  docsUrl!: string | null;

  /** Grows with each change: what is built from the SDL is kept in memory by (id, version). */
  @WholeColumn()
  version!: number;

  @DateColumn()
  createdAt!: Date;

  @Field(() => DateTimeScalar)
  @DateColumn()
  updatedAt!: Date;
}

/** The SDL in pieces that a text column of MySQL holds; read only where it is asked for. */
@Entity('api_sdl')
export class ApiSdl {
  @IdColumn()
  apiId!: string;

  @PrimaryColumn({ type: 'int' })
  part!: number;

  @ReferenceColumn()
  accountId!: string;

  @JsonColumn()
  text!: string;
}

/**
 * A scope that an API brought into the account's catalogue. It stays, marked as gone, for as long as a role, token or
 * preset lists it: nobody else may claim it meanwhile, and the API of that name may bring it back.
 */
@Entity('api_scope')
export class ApiScope {
  @IdColumn()
  accountId!: string;

  @PrimaryColumn({ type: 'varchar', length: 200, charset: 'ascii', collation: 'ascii_bin' })
  scope!: string;

  /** Null when the API was deleted. */
  @ReferenceColumn({ nullable: true })
  apiId!: string | null;

  /** The API's name as names are compared, also after its deletion. */
  @TextColumn(191)
  apiKey!: string;

  @TextColumn(100)
  label!: string;

  @TextColumn(1_000)
  description!: string;

  @FlagColumn()
  readOnly!: boolean;

  @JsonColumn()
  implies!: string[];

  @TextColumn(2_000, { nullable: true })
  docsUrl!: string | null;

  @FlagColumn()
  gone!: boolean;
}

/** A service account that may introspect tokens for an API. */
@Entity('api_introspector')
export class ApiIntrospector {
  @IdColumn()
  apiId!: string;

  @IdColumn()
  userId!: string;

  @ReferenceColumn()
  accountId!: string;
}
