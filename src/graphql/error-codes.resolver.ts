import { Field, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { ERROR_CODES, type ErrorCode } from './errors';
import { Public } from './marks';

const codes = Object.keys(ERROR_CODES) as ErrorCode[];
const ErrorCodeEnum = Object.fromEntries(codes.map((code) => [code, code]));

registerEnumType(ErrorCodeEnum, {
  name: 'ErrorCode',
  description:
    "`extensions.code` of an error is one of these or one of Apollo Server's own. Where it helps, `extensions` holds\n" +
    '`fields: [{ path, message }]`, `ids`, `missing: [{ coordinate, path, anyOf }]`, `excess: [Scope!]`. Paths are lists of strings.',
  valuesConfig: Object.fromEntries(
    codes.map((code) => [code, { description: `${ERROR_CODES[code].status}: ${ERROR_CODES[code].meaning}` }]),
  ),
});

@ObjectType({ simpleResolvers: true })
export class ErrorCodeInfo {
  @Field(() => ErrorCodeEnum)
  code!: string;

  @Field(() => Int)
  httpStatus!: number;

  @Field(() => String)
  meaning!: string;
}

@Resolver()
export class ErrorCodesResolver {
  @Query(() => [ErrorCodeInfo])
  @Public()
  errorCodes(): ErrorCodeInfo[] {
    return codes.map((code) => ({ code, httpStatus: ERROR_CODES[code].status, meaning: ERROR_CODES[code].meaning }));
  }
}
