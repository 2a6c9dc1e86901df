import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerHeaders } from '../context';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const YEAR_SECONDS = 365 * 86_400;

/** Whether a cookie of that address has to be Secure: everywhere but on loopback, where nobody listens. */
function needsTls({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || !LOOPBACK.test(hostname);
}

/** False where the panel can't be used: a browser keeps no Secure cookie that came by plain http. */
export function browsersKeepCookies(publicUrl: string): boolean {
  const url = new URL(publicUrl);
  return url.protocol === 'https:' || !needsTls(url);
}

/** What the cookies of a request that counts hold. */
export interface CookiesOfRequest {
  readonly session?: string;
  readonly device?: string;
}

/**
 * The panel's cookies. They count only where no other site can make a browser send them: on a POST of
 * application/json from the panel's own origin. REST, /oauth2 and /auth never come here.
 */
export class SessionCookies {
  /** Without TLS a browser takes neither `__Host-` nor Secure. */
  private readonly secure: boolean;
  private readonly ownOrigins: ReadonlySet<string>;
  private readonly sessionName: string;
  private readonly deviceName: string;

  constructor(publicUrl: string) {
    const url = new URL(publicUrl);
    const { protocol, hostname, port, origin } = url;
    this.secure = needsTls(url);
    const alsoLocal = protocol === 'http:' && hostname === 'localhost';
    this.ownOrigins = new Set(alsoLocal ? [origin, `http://127.0.0.1${port && `:${port}`}`] : [origin]);
    this.sessionName = this.secure ? '__Host-scopegate' : 'scopegate';
    this.deviceName = `${this.sessionName}-device`;
  }

  isOwn(origin: string | undefined): boolean {
    return origin !== undefined && this.ownOrigins.has(origin);
  }

  read({ method, headers }: FastifyRequest): CookiesOfRequest {
    const json = headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'application/json';
    if (!headers.cookie || method !== 'POST' || !json || !this.isOwn(headers.origin)) return {};
    const cookies = parseCookie(headers.cookie);
    return { session: cookies[this.sessionName] || undefined, device: cookies[this.deviceName] || undefined };
  }

  write(reply: FastifyReply, { sessionCookie, deviceCookie }: AnswerHeaders): void {
    const set: string[] = [];
    if (sessionCookie)
      set.push(this.serialize(this.sessionName, sessionCookie.secret, { expires: sessionCookie.expiresAt }));
    if (sessionCookie === null) set.push(this.serialize(this.sessionName, '', { maxAge: 0 }));
    if (deviceCookie) set.push(this.serialize(this.deviceName, deviceCookie, { maxAge: YEAR_SECONDS }));
    if (set.length > 0) reply.header('set-cookie', set);
  }

  private serialize(name: string, value: string, lifetime: { expires?: Date; maxAge?: number }): string {
    return stringifySetCookie({
      name,
      value,
      ...lifetime,
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: this.secure,
    });
  }
}
