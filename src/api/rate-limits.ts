/** How often one may ask: a signed-in user by name, anybody else by address; and how often an address may fail to sign in. Counted in this process. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limits } from '../config';
import type { Text } from '../domain/refused';
import { OverLimit } from './over-limit';

const MINUTE_SECONDS = 60;

const perMinute = (points: number): RateLimiterMemory | undefined => (points === 0 ? undefined : new RateLimiterMemory({ points, duration: MINUTE_SECONDS }));

export class RateLimits {
  private readonly requests: RateLimiterMemory | undefined;
  private readonly signIns: RateLimiterMemory | undefined;

  constructor(private readonly limits: Pick<Limits, 'requestsPerMinute' | 'signInsPerMinute'>) {
    this.requests = perMinute(limits.requestsPerMinute);
    this.signIns = perMinute(limits.signInsPerMinute);
  }

  /** Counts one request, a bulk one too; `who` is the user, or the address of somebody not signed in. */
  async request(who: string): Promise<void> {
    const most = String(this.limits.requestsPerMinute);
    await this.count(this.requests, who, 'too-many-requests', { zh: `请求过于频繁:每分钟最多 ${most} 次`, en: `too many requests: at most ${most} a minute` });
  }

  /** Refuses an address that failed too often, before its password is looked at. */
  async mayTrySignIn(address: string): Promise<void> {
    const failed = await this.signIns?.get(address);
    if (failed && failed.consumedPoints >= this.limits.signInsPerMinute) throw this.tooManySignIns(failed);
  }

  async signInFailed(address: string): Promise<void> {
    await this.signIns?.penalty(address);
  }

  private tooManySignIns(failed: RateLimiterRes): OverLimit {
    const most = String(this.limits.signInsPerMinute);
    return new OverLimit(429, 'too-many-sign-ins', { zh: `登录失败过多:同一地址每分钟最多 ${most} 次`, en: `too many failed sign-ins: at most ${most} a minute from one address` }, secondsUntil(failed));
  }

  private async count(limiter: RateLimiterMemory | undefined, who: string, code: string, text: Text): Promise<void> {
    if (!limiter) return;
    try {
      await limiter.consume(who);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new OverLimit(429, code, text, secondsUntil(error));
      throw error;
    }
  }
}

const secondsUntil = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1_000));
