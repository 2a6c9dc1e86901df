import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Entity, PrimaryColumn } from 'typeorm';
import { AsciiColumn, DateColumn, IdColumn, JsonColumn, ReferenceColumn, TextColumn } from '../../columns';
import { DateTimeScalar } from '../../graphql/scalars';

export enum ActorKind {
  ANONYMOUS = 'ANONYMOUS',
  USER = 'USER',
  TOKEN = 'TOKEN',
  SYSTEM = 'SYSTEM',
}
registerEnumType(ActorKind, { name: 'ActorKind' });

@ObjectType({ simpleResolvers: true })
export class AuditChange {
  @Field(() => String)
  field!: string;

  @Field(() => String, { nullable: true })
  before!: string | null;

  @Field(() => String, { nullable: true })
  after!: string | null;
}

/**
 * Who did what, when, on which id (A1). Written in the transaction of the change, never changed.
 * Whatever is added here must join SEALED_FIELDS of audit.seal-hash.ts, or nothing notices its being changed.
 */
@ObjectType({ simpleResolvers: true })
@Entity('audit_event')
export class AuditEvent {
  @Field(() => ID)
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  @Field(() => DateTimeScalar)
  @DateColumn()
  at!: Date;

  @Field(() => String, { description: 'Past tense: api-token.created, role.updated, session.refused.' })
  @AsciiColumn(40)
  action!: string;

  @Field(() => ActorKind)
  @AsciiColumn(10)
  actorKind!: ActorKind;

  /** No foreign key: it outlives the user. */
  @ReferenceColumn({ nullable: true })
  actorId!: string | null;

  @Field(() => String, { description: 'As it was called then, also after deletion.' })
  @TextColumn(254)
  actorName!: string;

  @ReferenceColumn({ nullable: true })
  actorTokenId!: string | null;

  @Field(() => String, { nullable: true })
  @TextColumn(100, { nullable: true })
  actorTokenName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The credential that was used: log-in, exchange or api-token. Null for ANONYMOUS and SYSTEM.',
  })
  @AsciiColumn(10, { nullable: true })
  credential!: string | null;

  @AsciiColumn(45, { nullable: true })
  address!: string | null;

  @Field(() => String)
  @AsciiColumn(20)
  targetType!: string;

  @Field(() => ID, { nullable: true })
  @ReferenceColumn({ nullable: true })
  targetId!: string | null;

  @Field(() => String, { nullable: true })
  @TextColumn(254, { nullable: true })
  targetName!: string | null;

  @Field(() => [AuditChange])
  @JsonColumn()
  changes!: AuditChange[];
}

/** An event that has no seal yet. A queue of its own: the events themselves are never updated. */
@Entity('audit_unsealed')
export class AuditUnsealed {
  @IdColumn()
  eventId!: string;

  @ReferenceColumn()
  accountId!: string;

  /** Failed log-ins are counted in their entry until their minute is over; the sealer waits for that. */
  @DateColumn()
  readyAt!: Date;
}

/** One link of an account's chain (A2): the keyed hash over the previous link and the event. Stays when the event goes by age. */
@Entity('audit_seal')
export class AuditSeal {
  @IdColumn()
  accountId!: string;

  @PrimaryColumn({ type: 'int' })
  position!: number;

  @ReferenceColumn()
  eventId!: string;

  @DateColumn()
  eventAt!: Date;

  @AsciiColumn(32)
  keyId!: string;

  @AsciiColumn(64)
  hash!: string;

  /** `keyId:hash`, written where the event was removed by age: an event that is missing without it is a break. */
  @AsciiColumn(97, { nullable: true })
  removalProof!: string | null;
}
