import { ValidateNested } from 'class-validator';
import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '../../graphql/page-args';
import { NullAllowed } from '../../graphql/validate-input';
import { ApiTokenFilter, ApiTokenOrder } from './api-token.list.inputs';

@ArgsType()
export class ApiTokenListArgs extends PageArgs {
  @Field(() => ApiTokenFilter, { nullable: true })
  @NullAllowed()
  @ValidateNested()
  filter?: ApiTokenFilter | null;

  @Field(() => [ApiTokenOrder], { nullable: true })
  @NullAllowed()
  @ValidateNested({ each: true })
  orderBy?: ApiTokenOrder[] | null;
}
