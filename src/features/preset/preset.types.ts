import { Field, ObjectType } from 'type-graphql';
import { ScopePreset } from './preset.entity';

@ObjectType({ simpleResolvers: true })
export class ScopePresetPayload {
  @Field(() => ScopePreset)
  scopePreset!: ScopePreset;
}
