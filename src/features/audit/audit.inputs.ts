import { Allow, ArrayMaxSize, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { MOST_IDS } from '../../graphql/ids';
import { PageArgs } from '../../graphql/page-args';
import { DateTimeScalar } from '../../graphql/scalars';
import { NullAllowed } from '../../graphql/validate-input';

const MOST_NAMES = 100;

/** Every condition given must hold. An empty list matches nothing, and so does an id that nothing has. */
@InputType()
export class AuditEventFilter {
  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  actorIds?: string[];

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  actorTokenIds?: string[];

  @Field(() => [String], { nullable: true })
  @ArrayMaxSize(MOST_NAMES)
  actions?: string[];

  @Field(() => [String], { nullable: true })
  @ArrayMaxSize(MOST_NAMES)
  targetTypes?: string[];

  @Field(() => ID, { nullable: true })
  @Allow()
  targetId?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'At that moment or later.' })
  @Allow()
  since?: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before that moment.' })
  @Allow()
  until?: Date;
}

@ArgsType()
export class AuditEventsArgs extends PageArgs {
  @Field(() => AuditEventFilter, { nullable: true })
  @NullAllowed()
  @ValidateNested()
  filter?: AuditEventFilter | null;
}
