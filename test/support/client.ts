/** One error as the API answers it. */
export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly fields?: readonly { path: string[]; message: string }[];
    readonly ids?: readonly string[];
    readonly excess?: readonly string[];
    readonly missing?: readonly { coordinate: string; path: string[]; anyOf: string[][] }[];
  };
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: T | null;
  readonly errors?: readonly ApiError[];
  /** The code of the first error, undefined without one. */
  readonly code?: string;
}

type Variables = Record<string, unknown>;

/** A GraphQL client as a program would write it. */
export class Client {
  constructor(
    readonly url: string,
    readonly secret?: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  with(headers: Record<string, string>): Client {
    return new Client(this.url, this.secret, { ...this.headers, ...headers });
  }

  async execute<T = Record<string, never>>(query: string, variables?: Variables): Promise<Answer<T>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.secret && { authorization: `Bearer ${this.secret}` }),
        ...this.headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: T; errors?: ApiError[] };
    return { status: response.status, headers: response.headers, data, errors, code: errors?.[0]?.extensions.code };
  }

  /** The data of an operation that must succeed; the failure shows the operation and the answer. */
  async get<T>(query: string, variables?: Variables): Promise<T> {
    const { status, data, errors } = await this.execute<T>(query, variables);
    if (errors || !data) {
      throw new Error(
        `${status} for ${query}\n${JSON.stringify(variables)}\n${JSON.stringify(errors ?? data, null, 2)}`,
      );
    }
    return data;
  }

  /** The first error of an operation that must fail. */
  async refused(query: string, variables?: Variables): Promise<ApiError & { readonly status: number }> {
    const { status, data, errors } = await this.execute(query, variables);
    if (!errors?.[0]) throw new Error(`${status}: not refused: ${query}\n${JSON.stringify(data, null, 2)}`);
    return { ...errors[0], status };
  }
}
