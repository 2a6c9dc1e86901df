import { ArrayMaxSize } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MOST_IDS } from '../../graphql/ids';
import { ScopeScalar } from '../../graphql/scalars';
import { IsDescription, IsName } from '../../graphql/text-rules';

const MOST_SCOPES = 1_000;

@InputType()
export class CreateScopePresetInput {
  @Field(() => String)
  @IsName()
  name!: string;

  @Field(() => String, { nullable: true })
  @IsDescription()
  description?: string;

  @Field(() => [ScopeScalar])
  @ArrayMaxSize(MOST_SCOPES)
  scopes!: string[];
}

@InputType()
export class UpdateScopePresetInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  @IsName()
  name?: string;

  @Field(() => String, { nullable: true })
  @IsDescription()
  description?: string;

  @Field(() => [ScopeScalar], { nullable: true })
  @ArrayMaxSize(MOST_SCOPES)
  scopes?: string[];
}

@InputType()
export class ScopePresetsInput {
  @Field(() => [ID])
  @ArrayMaxSize(MOST_IDS)
  ids!: string[];
}
