/** Who sends a request: the guard that asks for a token, and the parameter that hands the actor to a controller. */
import { createParamDecorator, Injectable, SetMetadata, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Actor, Role } from '../domain/decider';
import { Refused } from '../domain/refused';
import { RateLimits } from './rate-limits';
import { Tokens } from './sign-in';

type SignedRequest = Request & { actor?: Actor };

const openMark = 'mingzhang:open';

/** Marks a controller or route that needs no sign-in. Everything else does. */
export const Open = (): ClassDecorator & MethodDecorator => SetMetadata(openMark, true);

/** `@Who() actor: Actor` in a controller's method. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<SignedRequest>();
  if (!actor) throw new UnauthorizedException();
  return actor;
});

/** For routes only some may use; commands have their own rule in `execute`. */
export function requireRole(actor: Actor, ...roles: readonly Role[]): void {
  if (roles.includes(actor.role)) return;
  throw new Refused('wrong-role', { zh: `此事由 ${roles.join('、')} 办理`, en: `this is for ${roles.join(', ')} to do` }, 'forbidden');
}

@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(private readonly tokens: Tokens, private readonly rates: RateLimits, private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedRequest>();
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const actor = token === undefined ? undefined : await this.tokens.actorOf(token);
    if (actor) request.actor = actor;
    const open = this.reflector.getAllAndOverride<boolean | undefined>(openMark, [context.getHandler(), context.getClass()]) === true;
    // Probes of those who operate the service come often, and are never turned away.
    if (!request.path.startsWith('/health/') && request.path !== '/metrics') await this.rates.request(actor?.id ?? String(request.ip));
    if (actor || open) return true;
    throw new UnauthorizedException();
  }
}
