import { Allow, ArrayMaxSize, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { JSONObjectScalar, ScopeScalar, URLScalar } from '../../graphql/scalars';
import { IsDescription, IsName, IsOptionalName } from '../../graphql/text-rules';
import { IsHttpsUrl } from '../../graphql/url-rules';

const MOST_SCOPES = 2_000;
const LONGEST_SDL = 1_000_000;
const LONGEST_DOCUMENT = 100_000;

@InputType({ description: "What an SDL can't say of a scope." })
export class ApiScopeInput {
  @Field(() => ScopeScalar)
  @Allow()
  scope!: string;

  @Field(() => String, { nullable: true })
  @IsName()
  label?: string;

  @Field(() => String, { nullable: true })
  @IsDescription()
  description?: string;

  @Field(() => Boolean, { defaultValue: false })
  readOnly!: boolean;

  @Field(() => [ScopeScalar], { nullable: true })
  @ArrayMaxSize(MOST_SCOPES)
  implies?: string[];

  @Field(() => URLScalar, { nullable: true })
  @IsHttpsUrl()
  docsUrl?: URL | string;
}

@InputType({
  description: 'Definitions of the directives may be left out of the SDL; its unmarked root fields are open.',
})
export class RegisterApiInput {
  @Field(() => String)
  @IsName()
  name!: string;

  @Field(() => String, { nullable: true })
  @IsDescription()
  description?: string;

  @Field(() => URLScalar, { nullable: true })
  @IsHttpsUrl()
  docsUrl?: URL | string;

  @Field(() => String)
  @MinLength(1)
  @MaxLength(LONGEST_SDL)
  sdl!: string;

  @Field(() => [ApiScopeInput], { nullable: true })
  @ArrayMaxSize(MOST_SCOPES)
  @ValidateNested({ each: true })
  scopes?: ApiScopeInput[];

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(100)
  introspectorIds?: string[];
}

@InputType()
export class ApiInput {
  @Field(() => ID)
  @Allow()
  id!: string;
}

@InputType({ description: "apiId left out: Scopegate's own API." })
export class RequiredScopesInput {
  @Field(() => String)
  @MaxLength(LONGEST_DOCUMENT)
  document!: string;

  @Field(() => String, { nullable: true })
  @IsOptionalName()
  operationName?: string;

  @Field(() => JSONObjectScalar, { nullable: true })
  variables?: Record<string, unknown>;

  @Field(() => ID, { nullable: true })
  apiId?: string;
}
