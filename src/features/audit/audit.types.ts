import { Field, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../graphql/connections';
import { DateTimeScalar } from '../../graphql/scalars';
import { AuditEvent } from './audit.entity';

export const AuditEventConnection = connectionType(AuditEvent, 'AuditEvent');

@ObjectType({
  simpleResolvers: true,
  description: 'What a check of the whole chain of seals found, made when it is asked for.',
})
export class AuditIntegrity {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time of the newest sealed event. Null: none is sealed yet.',
  })
  sealedUntil!: Date | null;

  @Field(() => Int, { description: 'Sealed so far; those that retention removed count.' })
  entries!: number;

  @Field(() => AuditEvent, {
    nullable: true,
    description:
      'The first event that was changed, removed before its time, put elsewhere or put in. One that is gone shows as audit-event.missing. Null: everything fits.',
  })
  firstBreak!: AuditEvent | null;
}
